package podium.dashboard.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word, sign or text of a filter; immutable.
 *
 * @param place from 1
 */
record FilterToken(Kind kind, String text, int place) {
  private static final int LONGEST = 2_000;

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<sign>[(),]|!=|!~|<=|>=|[=<>~])"
              + "|\"(?<double>[^\"]*)\"|'(?<single>[^']*)'"
              + "|(?<word>[^\\s(),=<>~!\"']+))");

  /** What it can be. */
  enum Kind {
    SIGN,
    WORD,
    QUOTED,
    END
  }

  /**
   * Those of a text, and an end.
   *
   * @throws BadQueryException where there is none, or the text is too long
   */
  static List<FilterToken> all(String text) {
    if (text.length() > LONGEST) {
      throw new BadQueryException(
          "filter has %,d characters; allowed: %,d".formatted(text.length(), LONGEST));
    }
    String whole = text.strip();
    List<FilterToken> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(whole);
    int at = 0;
    while (at < whole.length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw wrong(
            at + 1,
            "'%c' has no other beside it; text in quotes ends with the quote it begins with"
                .formatted(whole.substring(at).strip().charAt(0)));
      }
      tokens.add(of(matcher));
      at = matcher.end();
    }
    tokens.add(new FilterToken(Kind.END, "", whole.length() + 1));
    return tokens;
  }

  private static FilterToken of(Matcher matcher) {
    for (String group : List.of("sign", "word", "double", "single")) {
      String found = matcher.group(group);
      if (found != null) {
        Kind kind =
            switch (group) {
              case "sign" -> Kind.SIGN;
              case "word" -> Kind.WORD;
              default -> Kind.QUOTED;
            };
        return new FilterToken(kind, found, matcher.start(group) + 1);
      }
    }
    throw new IllegalStateException("no group of " + matcher);
  }

  static BadQueryException wrong(int place, String what) {
    return new BadQueryException("filter, at character %d: %s".formatted(place, what));
  }

  boolean isEnd() {
    return kind == Kind.END;
  }

  /** Whether it is a name or a value. */
  boolean isText() {
    return kind == Kind.QUOTED || (kind == Kind.WORD && !FilterReader.isReserved(text));
  }

  boolean is(String word) {
    return kind != Kind.QUOTED && text.equalsIgnoreCase(word);
  }

  /** Empty where it is none. */
  String operator() {
    return kind == Kind.SIGN ? text : "";
  }

  String told() {
    return isEnd() ? "the end" : "'" + text + "'";
  }
}
