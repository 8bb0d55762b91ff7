package podium.dashboard.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import podium.protocol.experiment.Spelling;

/**
 * Reads filters that people type, such as {@code accuracy > 0.9 and (model ~ resnet or seed in (1,
 * 2))}: {@code or} binds less than {@code and}, {@code not} most. Not thread-safe.
 */
final class FilterReader {
  private static final int MOST_COMPARISONS = 100;
  private static final int DEEPEST = 50;

  private final List<FilterToken> tokens;
  private final TrialColumns fields;
  private int at;
  private int comparisons;
  private int depth;

  private FilterReader(List<FilterToken> tokens, TrialColumns fields) {
    this.tokens = tokens;
    this.fields = fields;
  }

  /**
   * The filter that a text means.
   *
   * @throws BadQueryException naming the place where it is wrong, and what may stand there
   */
  static Filter read(String text, TrialColumns fields) {
    FilterReader reader = new FilterReader(FilterToken.all(text), fields);
    Filter filter = reader.any();
    if (!reader.next().isEnd()) {
      throw reader.wrong("'and', 'or' or the end");
    }
    return filter;
  }

  private FilterToken next() {
    return tokens.get(at);
  }

  private boolean take(String word) {
    boolean there = next().is(word);
    at += there ? 1 : 0;
    return there;
  }

  private BadQueryException wrong(String expected) {
    return FilterToken.wrong(next().place(), next().told() + " stands where " + expected + " may");
  }

  private Filter any() {
    if (++depth > DEEPEST) {
      throw FilterToken.wrong(next().place(), "more than " + DEEPEST + " brackets in each other");
    }
    List<Filter> parts = new ArrayList<>(List.of(all()));
    while (take("or")) {
      parts.add(all());
    }
    depth--;
    return parts.size() == 1 ? parts.getFirst() : new Filter.Any(parts);
  }

  private Filter all() {
    List<Filter> parts = new ArrayList<>(List.of(one()));
    while (take("and")) {
      parts.add(one());
    }
    return parts.size() == 1 ? parts.getFirst() : new Filter.All(parts);
  }

  private Filter one() {
    boolean not = false;
    while (take("not")) {
      not = !not;
    }
    Filter filter;
    if (take("(")) {
      filter = any();
      if (!take(")")) {
        throw wrong("')'");
      }
    } else {
      filter = comparison();
    }
    return not ? new Filter.Not(filter) : filter;
  }

  private Filter comparison() {
    FilterToken name = next();
    if (!name.isText()) {
      throw wrong("a name such as accuracy, 'not' or '('");
    }
    if (++comparisons > MOST_COMPARISONS) {
      throw FilterToken.wrong(name.place(), "more than " + MOST_COMPARISONS + " comparisons");
    }
    Filter.Field field =
        fields
            .find(name.text())
            .map(column -> field(name.text(), column))
            .orElseThrow(
                () ->
                    FilterToken.wrong(
                        name.place(),
                        "there is no "
                            + name.text()
                            + Spelling.hint(name.text(), fields.names(), "known: ")));
    at++;
    return compared(field);
  }

  private static Filter.Field field(String name, TrialColumn<?> column) {
    boolean oneOfThem = name.equals(Tags.ONE_OF_THEM);
    return new Filter.Field(
        name, row -> oneOfThem ? column.value(row).map(value -> value) : column.plain(row));
  }

  private Filter compared(Filter.Field field) {
    if (take("is")) {
      boolean not = take("not");
      if (!take("empty")) {
        throw wrong("'empty'");
      }
      Filter empty = new Filter.Empty(field);
      return not ? new Filter.Not(empty) : empty;
    }
    if (take("not")) {
      return new Filter.Not(in(field));
    }
    if (next().is("in")) {
      return in(field);
    }
    FilterToken operator = next();
    at++;
    return switch (operator.operator()) {
      case "=" -> new Filter.In(field, Set.of(value()));
      case "!=" -> new Filter.Not(new Filter.In(field, Set.of(value())));
      case "~" -> new Filter.Has(field, value());
      case "!~" -> new Filter.Not(new Filter.Has(field, value()));
      case "<" -> new Filter.Compared(field, Filter.Order.LESS, number());
      case "<=" -> new Filter.Compared(field, Filter.Order.AT_MOST, number());
      case ">" -> new Filter.Compared(field, Filter.Order.MORE, number());
      case ">=" -> new Filter.Compared(field, Filter.Order.AT_LEAST, number());
      default -> {
        at--;
        throw wrong("=, !=, <, <=, >, >=, ~, !~, 'in' or 'is'");
      }
    };
  }

  private Filter in(Filter.Field field) {
    if (!take("in")) {
      throw wrong("'in'");
    }
    if (!take("(")) {
      throw wrong("'('");
    }
    Set<String> words = new java.util.HashSet<>(Set.of(value()));
    while (take(",")) {
      words.add(value());
    }
    if (!take(")")) {
      throw wrong("',' or ')'");
    }
    return new Filter.In(field, words);
  }

  private String value() {
    if (!next().isText()) {
      throw wrong("a value");
    }
    return tokens.get(at++).text();
  }

  private double number() {
    FilterToken token = next();
    double number =
        Filter.number(token.text())
            .filter(it -> token.isText())
            .orElseThrow(() -> wrong("a number such as 0.9 or 90%"));
    at++;
    return number;
  }

  /** Words that mean something by themselves where they are not in quotes. */
  static boolean isReserved(String word) {
    return Set.of("and", "or", "not", "in", "is").contains(word.toLowerCase(Locale.ROOT));
  }
}
