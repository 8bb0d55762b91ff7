package podium.cli.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import podium.cli.error.UserErrorException;

/** The rows of a CSV file with a line of names; lines that begin with # are comments. Stateless. */
public final class CsvRows {
  private static final CsvMapper CSV =
      CsvMapper.builder()
          .enable(CsvParser.Feature.TRIM_SPACES)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .enable(CsvParser.Feature.ALLOW_COMMENTS)
          .build();

  private CsvRows() {}

  /**
   * A row with its values by column.
   *
   * @param place the line and the file, for people
   */
  public record Row(String place, Map<String, String> values) {
    public Row {
      values = Map.copyOf(values);
    }

    /**
     * The text in a column.
     *
     * @throws UserErrorException if there is none
     */
    public String text(String column) {
      String text = values.getOrDefault(column, "");
      if (text.isEmpty()) {
        throw new UserErrorException("%s: %s is missing".formatted(place, column));
      }
      return text;
    }

    /**
     * The number in a column.
     *
     * @throws UserErrorException if it is none
     */
    public double number(String column) {
      try {
        return new BigDecimal(text(column)).doubleValue();
      } catch (NumberFormatException e) {
        throw wrong(column, "a number", e);
      }
    }

    /**
     * The whole number in a column.
     *
     * @throws UserErrorException if it is none
     */
    public int whole(String column) {
      try {
        return new BigDecimal(text(column)).intValueExact();
      } catch (ArithmeticException | NumberFormatException e) {
        throw wrong(column, "a whole number", e);
      }
    }

    private UserErrorException wrong(String column, String needed, RuntimeException why) {
      return new UserErrorException(
          "%s: %s is %s; it must be %s".formatted(place, column, text(column), needed), why);
    }
  }

  /**
   * All rows, in their order.
   *
   * @param source what is read, for people
   * @param columns that must be there; more are passed over
   * @throws UserErrorException if it is no CSV, has no row, or lacks a column
   * @throws IOException if it cannot be read
   */
  public static List<Row> read(InputStream in, String source, List<String> columns)
      throws IOException {
    try (MappingIterator<Map<String, String>> all =
        CSV.readerForMapOf(String.class)
            .with(CsvSchema.emptySchema().withHeader())
            .readValues(in)) {
      List<Row> rows = new ArrayList<>();
      while (all.hasNextValue()) {
        require(columns, (CsvSchema) all.getParserSchema(), source);
        int line = all.getCurrentLocation().getLineNr();
        rows.add(new Row("line %d of %s".formatted(line, source), all.nextValue()));
      }
      if (rows.isEmpty()) {
        throw new UserErrorException(
            "%s has no rows; a line of names and a line for each row are needed".formatted(source));
      }
      return rows;
    } catch (JsonProcessingException e) {
      throw new UserErrorException(
          "line %d of %s is not understood as CSV: %s"
              .formatted(Math.max(1, e.getLocation().getLineNr()), source, e.getOriginalMessage()),
          e);
    }
  }

  private static void require(List<String> columns, CsvSchema there, String source) {
    List<String> missing = columns.stream().filter(column -> there.column(column) == null).toList();
    if (!missing.isEmpty()) {
      throw new UserErrorException(
          "%s has no column %s; needed: %s"
              .formatted(source, String.join(", ", missing), String.join(", ", columns)));
    }
  }
}
