package podium.dashboard.http;

import io.javalin.http.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import podium.dashboard.domain.BadQueryException;
import podium.dashboard.domain.ListQuery;

/** What a list's address asks for. */
final class Parameters {
  private static final Set<String> OWN = Set.of("limit", "page", "sort", AsOf.NAME);

  private Parameters() {}

  /** The query; filters are all other names but those, which the list itself checks. */
  static ListQuery read(Context context, String defaultSort, String... no) {
    Set<String> others = Set.of(no);
    Map<String, String> filters = new HashMap<>();
    context
        .queryParamMap()
        .forEach(
            (name, values) -> {
              if (values.size() > 1) {
                throw new BadQueryException(name + " stands twice; once is allowed");
              }
              if (!OWN.contains(name) && !others.contains(name) && !values.getFirst().isEmpty()) {
                filters.put(name, values.getFirst());
              }
            });
    return new ListQuery(
        filters,
        orders(text(context, "sort").orElse(defaultSort)),
        whole(context, "limit", ListQuery.DEFAULT_LIMIT),
        whole(context, "page", 0));
  }

  static Optional<String> text(Context context, String name) {
    return Optional.ofNullable(context.queryParam(name)).filter(value -> !value.isEmpty());
  }

  private static List<ListQuery.SortBy> orders(String sort) {
    return Stream.of(sort.split(","))
        .filter(word -> !word.isEmpty())
        .map(ListQuery.SortBy::of)
        .toList();
  }

  static int whole(Context context, String name, int otherwise) {
    Optional<String> value = text(context, name);
    try {
      return value.map(Integer::parseInt).orElse(otherwise);
    } catch (NumberFormatException e) {
      throw new BadQueryException(
          "%s is '%s'; allowed: a whole number".formatted(name, value.orElse("")));
    }
  }
}
