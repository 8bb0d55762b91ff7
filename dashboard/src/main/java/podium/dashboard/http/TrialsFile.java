package podium.dashboard.http;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import podium.dashboard.domain.Board;
import podium.dashboard.domain.ListQuery;
import podium.dashboard.domain.Sheet;

/** All trials of a list as a file, each number as it is. Thread-safe. */
final class TrialsFile {
  private static final CsvMapper CSV =
      CsvMapper.builder().enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING).build();

  private static final int AT_ONCE = 65_536;

  private final AsOf asOf;

  TrialsFile(Board board) {
    this.asOf = new AsOf(board);
  }

  void routes(RoutesConfig routes) {
    routes.get("/api/leaderboard.csv", this::csv);
    routes.get("/api/leaderboard.json", this::json);
  }

  private static ListQuery query(Context context) {
    if (Stream.of("limit", "page").anyMatch(name -> Parameters.text(context, name).isPresent())) {
      throw new Refusal(400, "limit and page are of /api/leaderboard; a file has every row");
    }
    return Queries.trials(context, Api.BEST_FIRST);
  }

  /** Every column, and a line of their names (RFC 4180). */
  private void csv(Context context) {
    Sheet sheet = asOf.of(context).sheet(query(context));
    CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true).setLineSeparator("\r\n");
    sheet.columns().forEach(schema::addColumn);
    write(
        begin(context, "text/csv; charset=utf-8", "leaderboard.csv"),
        CSV.writer(schema.build()),
        sheet.rows().map(row -> row.stream().map(cell -> cell.orElse("")).toList()).iterator());
  }

  /** The rows of the list. */
  private void json(Context context) {
    List<?> rows = asOf.of(context).allTrials(query(context)).rows();
    write(
        begin(context, "application/json", "leaderboard.json"), RowJson.writer(), rows.iterator());
  }

  private static OutputStream begin(Context context, String type, String name) {
    context.contentType(type);
    context.header("Content-Disposition", "attachment; filename=\"%s\"".formatted(name));
    // why: whether it is worth compressing is decided by what is written first
    return new BufferedOutputStream(context.outputStream(), AT_ONCE);
  }

  private static void write(OutputStream to, ObjectWriter writer, Iterator<?> rows) {
    // why: rows one by one would be too little to compress, and many writes
    ObjectWriter whole = writer.without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);
    try (SequenceWriter all = whole.writeValuesAsArray(to)) {
      while (rows.hasNext()) {
        all.write(rows.next());
      }
    } catch (IOException gone) {
      throw new UncheckedIOException("whoever asked for the file is gone", gone);
    }
  }
}
