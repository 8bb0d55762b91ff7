package podium.dashboard.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import podium.dashboard.domain.Board;
import podium.dashboard.domain.TrialRow;

/**
 * All trials of a list as a file, each number as it is: what the lists tell, one line for each
 * trial. Thread-safe.
 */
final class TrialsFile {
  private static final CsvMapper CSV = new CsvMapper();
  private static final String ASSIGNMENT = "assignment";

  private final Board board;

  TrialsFile(Board board) {
    this.board = board;
  }

  void routes(RoutesConfig routes) {
    routes.get("/api/leaderboard.csv", it -> csv(it, trials(it)));
    routes.get("/api/leaderboard.json", it -> json(it, trials(it)));
  }

  private List<ObjectNode> trials(Context context) {
    return board.allTrials(Queries.trials(context, Api.BEST_FIRST)).rows().stream()
        .map(TrialsFile::row)
        .toList();
  }

  private static ObjectNode row(TrialRow trial) {
    return (ObjectNode) RowJson.tree(trial);
  }

  private static OutputStream begin(Context context, String type, String name) {
    context.contentType(type);
    context.header("Content-Disposition", "attachment; filename=\"%s\"".formatted(name));
    context.header("Cache-Control", "no-store");
    return context.outputStream();
  }

  private static void json(Context context, List<ObjectNode> rows) {
    write(begin(context, "application/json", "leaderboard.json"), RowJson.writer(), rows);
  }

  private static void csv(Context context, List<ObjectNode> rows) {
    List<Map<String, String>> lines = rows.stream().map(TrialsFile::line).toList();
    CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true).setLineSeparator("\r\n");
    columns(rows, lines).forEach(schema::addColumn);
    write(
        begin(context, "text/csv; charset=utf-8", "leaderboard.csv"),
        CSV.writer(schema.build()),
        lines);
  }

  /** Those that every trial has, in their order, then what experiments vary besides. */
  private static Collection<String> columns(
      List<ObjectNode> rows, List<Map<String, String>> lines) {
    Set<String> columns = new LinkedHashSet<>();
    rows.stream().limit(1).map(TrialsFile::fields).forEach(it -> columns.addAll(it.keySet()));
    Set<String> more = new TreeSet<>();
    lines.forEach(line -> more.addAll(line.keySet()));
    columns.addAll(more);
    return columns.isEmpty() ? List.of("trial") : columns;
  }

  private static Map<String, String> line(ObjectNode row) {
    Map<String, String> line = fields(row);
    row.path(ASSIGNMENT)
        .properties()
        .forEach(value -> line.putIfAbsent(value.getKey(), text(value.getValue())));
    return line;
  }

  private static Map<String, String> fields(ObjectNode row) {
    Map<String, String> fields = new LinkedHashMap<>();
    row.properties().stream()
        .filter(field -> !field.getKey().equals(ASSIGNMENT))
        .forEach(field -> fields.put(field.getKey(), text(field.getValue())));
    return fields;
  }

  private static String text(JsonNode value) {
    return value.isNull() ? "" : value.isValueNode() ? value.asText() : value.toString();
  }

  private static void write(OutputStream to, ObjectWriter writer, List<?> rows) {
    try (SequenceWriter all = writer.writeValuesAsArray(to)) {
      all.writeAll(rows);
    } catch (IOException e) {
      throw new UncheckedIOException("the file cannot be sent", e);
    }
  }
}
