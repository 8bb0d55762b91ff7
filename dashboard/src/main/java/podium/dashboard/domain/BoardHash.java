package podium.dashboard.domain;

/**
 * What all rows of a board come to. Boards at one offset of one log have the same, wherever and in
 * whatever steps they were built. Immutable.
 *
 * @param position the rows were read at
 * @param sha256 in hexadecimal digits
 */
public record BoardHash(Position position, String sha256) {}
