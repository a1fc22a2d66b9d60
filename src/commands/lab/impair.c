/*
 * impair: rules that delay, lose, double, reorder, damage, slow down or cut up packets.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>

#include "commands/lab/impair_words.h"
#include "commands/lab/packet_words.h"

enum { OPTION_NEXT, OPTION_SEED };

/* ---- those that there are ---- */

static bool is_meant(const struct call *call, const struct rule *rule)
{
	const struct wire *wire = call_wire(call);
	return !wire || rule_is_on(rule, wire);
}

static const struct rule *next_rule(const struct call *call, const struct rule *rule)
{
	const struct lab *lab = call_shell(call)->lab;
	while ((rule = rule_next(lab, rule)) && !is_meant(call, rule))
		;
	return rule;
}

static struct value wires_value(const struct call *call, const struct rule *rule)
{
	struct list *list = list_new(0);
	const struct wire *wire = NULL;
	while ((wire = wire_next(call_shell(call)->lab, wire)))
		if (rule_is_on(rule, wire))
			list = list_append(list, value_bytes(bytes_text(wire_name(wire))));
	return value_object(TYPE_LIST, list);
}

static struct value text_value(const char *text)
{
	return text ? value_bytes(bytes_text(text)) : VALUE_NIL;
}

static struct value rule_value(const struct call *call, const struct rule *rule)
{
	struct rule_facts facts;
	rule_facts(rule, &facts);
	struct map *map = map_put_text(map_new(), "rule", value_int(facts.number));
	map = map_put_text(map, "wires", wires_value(call, rule));
	map = map_put_text(map, "words", text_value(facts.words));
	map = map_put_text(map, "filter", text_value(facts.filter));
	map = map_put_text(map, "seed", value_int((int64_t)facts.seed));
	map = map_put_text(map, "left", facts.left ? value_int(facts.left) : VALUE_NIL);
	map = map_put_text(map, "met", value_int((int64_t)facts.met));
	for (int i = 0; i < EFFECTS; i++)
		map = map_put_text(map, name_of(&rule_effect_names, i),
				   value_int((int64_t)facts.count[i]));
	return value_object(TYPE_MAP, map);
}

static struct value rules_value(struct call *call)
{
	struct list *list = list_new(0);
	for (const struct rule *rule = NULL; (rule = next_rule(call, rule));)
		list = list_append(list, rule_value(call, rule));
	return value_object(TYPE_LIST, list);
}

static void wires_cell(struct table *table, const struct call *call, const struct rule *rule)
{
	const struct wire *wire = NULL;
	const size_t start = table->text.length;
	while ((wire = wire_next(call_shell(call)->lab, wire)))
		if (rule_is_on(rule, wire))
			buffer_format(&table->text, "%s%s", table->text.length > start ? "," : "",
				      wire_name(wire));
	table_next(table);
}

/* "3 lost, 1 delayed" */
static void did_cell(struct table *table, const struct rule_facts *facts)
{
	const size_t start = table->text.length;
	for (int i = 0; i < EFFECTS; i++)
		if (facts->count[i])
			buffer_format(&table->text, "%s%" PRIu64 " %s",
				      table->text.length > start ? ", " : "", facts->count[i],
				      name_of(&rule_effect_names, i));
	if (table->text.length == start)
		buffer_byte(&table->text, '-');
	table_next(table);
}

static void row(struct table *table, const struct call *call, const struct rule *rule)
{
	struct rule_facts facts;
	rule_facts(rule, &facts);
	table_int(table, facts.number);
	wires_cell(table, call, rule);
	table_text(table, facts.words);
	table_text(table, facts.filter ? facts.filter : "-");
	table_int(table, (int64_t)facts.seed);
	table_int(table, (int64_t)facts.met);
	did_cell(table, &facts);
}

static void nothing_text(struct call *call, struct buffer *text)
{
	wires_format(call_shell(call)->lab, call_wire(call), text);
	buffer_text(text, ": impairs nothing");
}

static void rules_text(struct call *call, struct buffer *text)
{
	static const struct column columns[] = {{"RULE", .right = true},
						{"WIRE", .rank = 2, .least = 8},
						{"IMPAIRMENT"},
						{"FILTER", .least = 12},
						{"SEED", .right = true, .rank = 1},
						{"MET", .right = true},
						{"DID"},
						{NULL}};
	const struct rule *rule = next_rule(call, NULL);
	struct table table;
	if (!rule) {
		nothing_text(call, text);
		buffer_byte(text, '\n');
		return;
	}
	table_begin(&table, columns);
	for (; rule; rule = next_rule(call, rule))
		row(&table, call, rule);
	table_fit(&table, call_shell(call)->display);
	table_end(&table, text);
}

/* ---- another one, or none ---- */

static enum run off(struct call *call, struct lab *lab)
{
	struct buffer text = {0};
	if (call->options || (call->count > 1 && call_given(call, 1)))
		return call_fail(call, "USAGE", "off stands alone");
	wire_mend(lab, call_wire(call));
	nothing_text(call, &text);
	return call_return(call, value_bytes(bytes_from(&text)));
}

static bool has_filter(const struct call *call, unsigned first)
{
	return first < call->count && call_given(call, first);
}

/* wire: rule 1, loss 5% of every packet */
static enum run add(struct call *call, struct lab *lab)
{
	struct rule_plan plan = {.seed = (uint64_t)call_option_value(call, OPTION_SEED).integer};
	struct buffer words = {0}, filter = {0}, text = {0};
	struct packet_match *match;
	unsigned used;
	if (call_option(call, OPTION_NEXT))
		plan.most = (uint32_t)call_option_value(call, OPTION_NEXT).integer;
	if (!impair_words_take(call, &plan, &used, &words) || !filter_take(call, used, &match)) {
		buffer_free(&words);
		return RUN_FAIL;
	}
	filter_format(call, used, &filter);
	const uint32_t number =
		wire_impair(lab, call_wire(call), &plan, buffer_cstring(&words), match,
			    has_filter(call, used) ? buffer_cstring(&filter) : NULL);
	wires_format(lab, call_wire(call), &text);
	buffer_format(&text, ": rule %u, %s of %s", number, buffer_cstring(&words),
		      buffer_cstring(&filter));
	buffer_free(&words);
	buffer_free(&filter);
	return call_return(call, value_bytes(bytes_from(&text)));
}

static enum run impair_exec(struct call *call)
{
	static const struct exhibit exhibit = {.value = rules_value, .text = rules_text};
	struct lab *lab = call_lab(call);
	if (!lab)
		return RUN_FAIL;
	if (!call->count || !call_given(call, 0)) {
		if (call->options)
			return call_fail(call, "USAGE", "there is no impairment");
		return call_exhibit(call, &exhibit);
	}
	const struct value first = call_argument(call, 0);
	if (first.type == TYPE_BYTES && bytes_is(first.bytes, "off"))
		return off(call, lab);
	return add(call, lab);
}

static const struct parameter parameters[] = {
	{"WORD", &kind_impair, ARGUMENT_REST,
	 .text = "what happens to packets, each with its value; then, as of hold, a filter that says to which: "
		 "every packet when left out; or off; none: the rules there are",
	 .listed = true},
	{0},
};

static const struct parameter next_value[] = {
	{"K", &kind_int, .least = 1, .most = UINT32_MAX, .text = "how many"}, {0}};
static const struct parameter seed_value[] = {{"N", &kind_int, .least = 0, .most = INT64_MAX,
					       .fallback = "1",
					       .text = "another one has other fates"},
					      {0}};

static const struct command_option options[] = {
	[OPTION_NEXT] = {.name = "next",
			 .value = next_value,
			 .text = "the rule ends when it has met K packets"},
	[OPTION_SEED] = {.name = "seed",
			 .value = seed_value,
			 .text = "which of all the ways that chance has"},
	{0},
};

static const struct command_error errors[] = {
	{"UNKNOWN", "there is no such impairment, or no such host in the filter"},
	{"TYPE",
	 "a word has a value that is none of its kind, or the filter's words do not fit together"},
	{"RANGE", "a value is too large or too small"},
	{"USAGE", "there is no wire, or the words do not fit together"},
	{0},
};

const struct command command_impair = {
	.name = "impair",
	.summary = "delay, lose, double, reorder or damage packets by rule",
	.flags = COMMAND_ON_WIRE,
	.parameters = parameters,
	.options = options,
	.result =
		"the rule in words; of impair alone a list of rules, each a map of what it has met and done",
	.errors = errors,
	.help = "impair delay 20ms jitter 5ms loss 1% is a rule for all that comes, impair loss "
		"100% syn --next 1 one for the next SYN alone. A packet meets the rules of its "
		"wire in the order in which they were made, until one loses it; those that are "
		"held, and what is passed, dropped or injected by hand, meet none. What a rule "
		"does to a packet depends on the seed, the rule's number, from whom to whom it "
		"goes, and how many the rule has met on that way before: the same script has the "
		"same losses each time, whatever else happens. Only a full queue depends on time. "
		"A rule that has met no packet by its end is reported. What is lost, doubled or "
		"damaged is shown as such, and stands in a packet's impaired, rule and delay. "
		"After impair off the numbers of rules begin anew; what was delayed comes all the "
		"same. Before a dot stands one wire: w2.impair; else all are meant.",
	.python =
		"subprocess.run('tc qdisc add dev eth0 root netem delay 20ms loss 1%'.split())  # as root",
	.c = "/* no call does it: tc-netem(8), by rtnetlink(7) */",
	.example = "host a b\n"
		   "u = b.socket udp; u.bind '' 53\n"
		   "impair loss 100% udp --next 1\n"
		   "v = a.socket udp\n"
		   "v.sendto b 53 lost; v.sendto b 53 arrives\n"
		   "expect (u.recv) == 'arrives'\n"
		   "expect (packets udp)[0].fate == 'lost'\n",
	.exec = impair_exec,
};
