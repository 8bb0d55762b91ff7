package podium.dashboard.domain;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A list as a table of text, for files.
 *
 * @param columns their names
 * @param rows the cells of each row, made when asked for: once
 */
public record Sheet(List<String> columns, Stream<List<Optional<String>>> rows) {}
