package podium.dashboard.domain;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which rows of a list are wanted. Immutable.
 *
 * @param filters by the list's own names
 * @param page from 0
 */
public record ListQuery(Map<String, String> filters, List<SortBy> sort, int limit, int page) {
  /** Most rows of one answer. */
  public static final int MAX_LIMIT = 1000;

  /** Rows of an answer when nothing is said. */
  public static final int DEFAULT_LIMIT = 200;

  /** All rows in the list's own order. */
  public static final ListQuery EVERYTHING = new ListQuery(Map.of(), List.of(), DEFAULT_LIMIT, 0);

  private static final int MAX_SORT = 9;

  private static final int MOST_WORDS = 10_000;

  private static final int MAX_PAGE = 1_000_000;

  /** One column of a sort order. */
  public record SortBy(String column, boolean descending) {
    /** Reads {@code column} or {@code -column}. */
    public static SortBy of(String text) {
      return text.startsWith("-") ? new SortBy(text.substring(1), true) : new SortBy(text, false);
    }
  }

  public ListQuery {
    filters = Map.copyOf(filters);
    sort = List.copyOf(sort);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new BadQueryException("limit is %d; allowed: 1 to %d".formatted(limit, MAX_LIMIT));
    }
    if (page < 0 || page > MAX_PAGE) {
      throw new BadQueryException("page is %d; allowed: 0 to %d".formatted(page, MAX_PAGE));
    }
    if (sort.size() > MAX_SORT) {
      throw new BadQueryException(
          "sort names %d columns; allowed: %d".formatted(sort.size(), MAX_SORT - 1));
    }
  }

  /**
   * The values of a filter.
   *
   * @throws BadQueryException when it has none, or too many
   */
  public static List<String> words(String filter, String value) {
    List<String> words = Stream.of(value.split(",")).filter(word -> !word.isEmpty()).toList();
    if (words.isEmpty() || words.size() > MOST_WORDS) {
      throw new BadQueryException(
          "%s names %d values; allowed: 1 to %d, separated by commas"
              .formatted(filter, words.size(), MOST_WORDS));
    }
    return words;
  }
}
