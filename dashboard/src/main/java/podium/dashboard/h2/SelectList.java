package podium.dashboard.h2;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;
import podium.dashboard.domain.BadQueryException;
import podium.dashboard.domain.Board.Page;
import podium.dashboard.domain.ListQuery;
import podium.dashboard.domain.Position;

/**
 * How one table is listed: only columns and filters named here reach SQL; values are bound.
 *
 * @param key column that names a row
 * @param columns SQL column by the name people sort by
 * @param filters SQL condition with the parameter {@code :value} by filter name
 * @param order the rows' own order: the default, and what breaks ties
 */
record SelectList<T>(
    String table,
    String key,
    Map<String, String> columns,
    Map<String, String> filters,
    String order,
    RowMapper<T> mapper) {

  Page<T> page(Handle handle, ListQuery query) {
    List<String> conditions = new ArrayList<>();
    Map<String, List<String>> values = new LinkedHashMap<>();
    query
        .filters()
        .forEach(
            (name, value) -> {
              String condition = filters.get(name);
              if (condition == null) {
                throw BadQueryException.noFilter(name, filters.keySet());
              }
              conditions.add(condition.replace(":value", "<" + name + ">"));
              values.put(name, ListQuery.words(name, value));
            });
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    Position position = Positions.read(handle);
    long total =
        bound(handle, "SELECT COUNT(*) FROM " + table + where, values).mapTo(Long.class).one();
    List<Object> keys =
        bound(
                handle,
                "SELECT %s FROM %s%s ORDER BY %s LIMIT :limit OFFSET :skip"
                    .formatted(key, table, where, ordering(query)),
                values)
            .bind("limit", query.limit())
            .bind("skip", (long) query.page() * query.limit())
            .map((row, context) -> row.getObject(1))
            .list();
    List<T> rows = rows(handle, keys);
    return new Page<>(position.offset(), position.generation(), total, rows);
  }

  // why: sorting keys alone keeps a large table's sort in memory
  private List<T> rows(Handle handle, List<Object> keys) {
    if (keys.isEmpty()) {
      return List.of();
    }
    Map<Object, T> found = new HashMap<>();
    handle
        .createQuery("SELECT * FROM %s WHERE %s IN (<keys>)".formatted(table, key))
        .bindList("keys", keys)
        .map((row, context) -> Map.entry(row.getObject(key), mapper.map(row, context)))
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    return keys.stream().flatMap(each -> Stream.ofNullable(found.get(each))).toList();
  }

  private static Query bound(Handle handle, String sql, Map<String, List<String>> values) {
    Query query = handle.createQuery(sql);
    values.forEach(query::bindList);
    return query;
  }

  private String ordering(ListQuery query) {
    StringBuilder sql = new StringBuilder();
    for (ListQuery.SortBy by : query.sort()) {
      String column = columns.get(by.column());
      if (column == null) {
        throw BadQueryException.noColumn(by.column(), columns.keySet());
      }
      sql.append(column).append(by.descending() ? " DESC NULLS LAST, " : " ASC NULLS LAST, ");
    }
    return sql.append(order).toString();
  }
}
