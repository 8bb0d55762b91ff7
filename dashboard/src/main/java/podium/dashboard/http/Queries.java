package podium.dashboard.http;

import io.javalin.http.Context;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.dashboard.domain.ListQuery;
import podium.dashboard.domain.WorkerRow;
import podium.protocol.event.TrialStatus;

/** Which rows an address asks a list for, checked. */
final class Queries {
  private static final List<String> OF_TRIALS = names(TrialStatus.values());
  private static final List<String> OF_WORKERS = names(WorkerRow.Status.values());
  private static final String ARCHIVED = "archived";

  private Queries() {}

  /**
   * Of trials; without archived ones, unless they are asked for.
   *
   * @param no names in the address that are no filters
   */
  static ListQuery trials(Context context, String sort, String... no) {
    return visible(checked(Parameters.read(context, sort, no), OF_TRIALS));
  }

  /** Of experiments; without archived ones, unless they are asked for. */
  static ListQuery experiments(Context context) {
    return visible(checked(Parameters.read(context, "accepted"), OF_TRIALS));
  }

  /** Of workers. */
  static ListQuery workers(Context context) {
    return checked(Parameters.read(context, "worker"), OF_WORKERS);
  }

  /** Of what was rejected. */
  static ListQuery rejected(Context context) {
    return checked(Parameters.read(context, "-offset"), OF_TRIALS);
  }

  private static ListQuery visible(ListQuery query) {
    Map<String, String> filters = new HashMap<>(query.filters());
    String all = filters.getOrDefault(ARCHIVED, "false");
    switch (all) {
      case "true" -> filters.remove(ARCHIVED);
      case "false" -> filters.put(ARCHIVED, "false");
      default ->
          throw new Refusal(
              400, "archived is %s; allowed: true (with what is archived), false".formatted(all));
    }
    return new ListQuery(filters, query.sort(), query.limit(), query.page());
  }

  private static ListQuery checked(ListQuery query, List<String> allowed) {
    Optional.ofNullable(query.filters().get("status"))
        .filter(given -> !allowed.containsAll(ListQuery.words("status", given)))
        .ifPresent(
            given -> {
              throw new Refusal(
                  400,
                  "status is %s; allowed: %s, separated by commas"
                      .formatted(given, String.join(", ", allowed)));
            });
    return query;
  }

  private static List<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).toList();
  }
}
