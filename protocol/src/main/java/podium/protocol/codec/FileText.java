package podium.protocol.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import podium.protocol.Text;

/** The text of a file in one of Unicode's encodings, with or without a mark. Stateless. */
final class FileText {
  private static final Charset UTF_32BE = Charset.forName("UTF-32BE");
  private static final Charset UTF_32LE = Charset.forName("UTF-32LE");

  private FileText() {}

  /**
   * The text, without its byte order mark.
   *
   * @throws MalformedMessageException when it is in no encoding of Unicode
   */
  static String of(byte[] bytes) {
    Charset charset = charset(bytes);
    try {
      String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new MalformedMessageException(
          Text.of("the file is not %s text; save it as UTF-8", charset.name()), e);
    }
  }

  // why: a request begins with ASCII characters, so zeros tell where the others lie
  private static Charset charset(byte[] bytes) {
    int[] first = new int[4];
    for (int i = 0; i < first.length; i++) {
      first[i] = i < bytes.length ? bytes[i] & 0xFF : -1;
    }
    int two = (first[0] << 8) | first[1];
    int next = (first[2] << 8) | first[3];
    if (two == 0 && (next == 0xFEFF || first[2] == 0)) {
      return UTF_32BE;
    }
    if (next == 0 && (two == 0xFFFE || first[1] == 0)) {
      return UTF_32LE;
    }
    if (two == 0xFEFF || (first[0] == 0 && first[1] > 0)) {
      return StandardCharsets.UTF_16BE;
    }
    return two == 0xFFFE || (first[0] > 0 && first[1] == 0)
        ? StandardCharsets.UTF_16LE
        : StandardCharsets.UTF_8;
  }
}
