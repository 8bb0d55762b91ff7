package podium.workers.training.data.files;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.mozilla.universalchardet.UniversalDetector;

/**
 * The names of a zip's entries, in whatever code page the machine that made it used: UTF-8 where
 * the entry or its bytes say so, else what the names of all look like; stateless.
 */
final class EntryNames {
  private static final String OF_ZIP = "IBM437"; // what the format means where nothing is said

  private EntryNames() {}

  /** The code page of the names that are not UTF-8. */
  static Charset charset(List<ZipArchiveEntry> entries) {
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    for (ZipArchiveEntry entry : entries) {
      byte[] raw = entry.getRawName();
      if (!isUtf8(entry) && decoded(raw, StandardCharsets.UTF_8).isEmpty()) {
        names.writeBytes(raw);
        names.write('\n');
      }
    }
    return Optional.of(names)
        .filter(bytes -> bytes.size() > 0)
        .flatMap(bytes -> guessed(bytes.toByteArray()))
        .orElseGet(() -> Charset.forName(OF_ZIP));
  }

  private static Optional<Charset> guessed(byte[] names) {
    UniversalDetector detector = new UniversalDetector();
    detector.handleData(names, 0, names.length);
    detector.dataEnd();
    return Optional.ofNullable(detector.getDetectedCharset())
        // why: Windows' code page, of which the detector's name is the smaller part
        .map(name -> name.equals("EUC-KR") ? "x-windows-949" : name)
        .filter(Charset::isSupported)
        .map(Charset::forName)
        .filter(charset -> decoded(names, charset).isPresent());
  }

  /** An entry's name, as {@link Archives#plain} has it. */
  static String name(ZipArchiveEntry entry, Charset charset) {
    byte[] raw = entry.getRawName();
    String name =
        isUtf8(entry)
            ? new String(raw, StandardCharsets.UTF_8)
            : decoded(raw, StandardCharsets.UTF_8).orElseGet(() -> new String(raw, charset));
    return Archives.plain(name);
  }

  private static boolean isUtf8(ZipArchiveEntry entry) {
    return entry.getGeneralPurposeBit().usesUTF8ForNames();
  }

  private static Optional<String> decoded(byte[] bytes, Charset charset) {
    try {
      return Optional.of(
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
