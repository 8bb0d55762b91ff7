package podium.workers.training.data.picture;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the markers of a JPEG say of its colours (ITU-T T.81, annex B; Adobe's APP14; ICC's APP2);
 * immutable.
 *
 * @param components how many colour components it has
 * @param adobeTransform Adobe's number for how they are transformed; -1 when it says nothing
 * @param plain the file without its colour profile
 */
@SuppressWarnings("ArrayRecordComponent") // why: made once and handed on, never compared
record JpegHeader(int components, int adobeTransform, byte[] plain) {
  private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PROFILE = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);
  private static final int APP2 = 0xE2;
  private static final int APP14 = 0xEE;
  private static final int SEGMENT = 4; // marker and length
  private static final int TRANSFORM_AT = SEGMENT + 11;
  private static final int COMPONENTS_AT = SEGMENT + 5;
  private static final int YCCK = 2;

  /** Nothing when it is no JPEG or does not tell of its frame. */
  static Optional<JpegHeader> of(byte[] file) {
    if (file.length < SEGMENT || at(file, 0) != 0xFF || at(file, 1) != 0xD8) {
      return Optional.empty();
    }
    ByteArrayOutputStream plain = new ByteArrayOutputStream(file.length);
    plain.write(file, 0, 2);
    int transform = -1;
    int at = 2;
    while (at + SEGMENT <= file.length && at(file, at) == 0xFF) {
      int marker = at(file, at + 1);
      if (marker == 0xFF) {
        at++; // why: any number of these may stand before a marker
        continue;
      }
      int end = at + 2 + (at(file, at + 2) << 8) + at(file, at + 3);
      if (end > file.length || end < at + SEGMENT) {
        return Optional.empty();
      }
      if (isFrame(marker)) {
        plain.write(file, at, file.length - at);
        return Optional.of(
            new JpegHeader(at(file, at + COMPONENTS_AT), transform, plain.toByteArray()));
      }
      if (marker == APP14 && end > at + TRANSFORM_AT && has(file, at, ADOBE)) {
        transform = at(file, at + TRANSFORM_AT);
      }
      if (marker != APP2 || !has(file, at, PROFILE)) {
        plain.write(file, at, end - at);
      }
      at = end;
    }
    return Optional.empty();
  }

  /** Whether its components are inks, or luminance, colour and black. */
  boolean isCmyk() {
    return components == 4;
  }

  /** Whether the inks are stored as luminance, two of colour, and black. */
  boolean isYcck() {
    return isCmyk() && adobeTransform == YCCK;
  }

  /** A start of frame: C0 to CF without tables (C4), extensions (C8) and conditioning (CC). */
  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  /** Whether the segment's content begins so. */
  private static boolean has(byte[] file, int segment, byte[] start) {
    int from = segment + SEGMENT;
    return from + start.length <= file.length
        && Arrays.equals(file, from, from + start.length, start, 0, start.length);
  }

  private static int at(byte[] file, int index) {
    return index < file.length ? file[index] & 0xFF : 0;
  }
}
