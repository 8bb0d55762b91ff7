package podium.dashboard.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import podium.protocol.codec.MalformedMessageException;
import podium.protocol.codec.RequestCodec;
import podium.protocol.codec.RequestFile;
import podium.protocol.experiment.Fault;
import podium.protocol.request.Request;

/** A request as its caller wrote it, in JSON or YAML, and the JSON to publish. Immutable. */
final class Written {
  /** What it is written in. */
  enum Form {
    JSON,
    YAML
  }

  private final Request.Reading reading;
  private final byte[] json;
  private final Function<Fault, String> told;

  private Written(Request.Reading reading, byte[] json, Function<Fault, String> told) {
    this.reading = reading;
    this.json = json;
    this.told = told;
  }

  /** What a call says that its body is; nothing where it is neither. */
  static Optional<Form> of(Context context) {
    String type =
        Optional.ofNullable(context.header("Content-Type"))
            .map(given -> given.split(";")[0].strip().toLowerCase(Locale.ROOT))
            .orElse("");
    return switch (type) {
      case "application/json" -> Optional.of(Form.JSON);
      case "application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml" ->
          Optional.of(Form.YAML);
      default -> Optional.empty();
    };
  }

  /** Reads a body; JSON is published word for word. */
  static Written read(Context context, byte[] body) {
    return of(context).filter(Form.YAML::equals).isPresent()
        ? yaml(body)
        : new Written(RequestCodec.read(body, Optional.empty()), body, Fault::text);
  }

  private static Written yaml(byte[] body) {
    try {
      List<RequestFile.Part> parts = RequestFile.read(body, List.of()).parts();
      if (parts.size() > 1) {
        throw new Refusal(
            400,
            "these are %d documents; send each as a request of its own".formatted(parts.size()));
      }
      RequestFile.Part part = parts.getFirst();
      return new Written(
          part.reading(),
          part.json().getBytes(StandardCharsets.UTF_8),
          fault -> part.place(fault).map(at -> at + ": ").orElse("") + fault.text());
    } catch (MalformedMessageException e) {
      throw new Refusal(400, String.valueOf(e.getMessage()));
    }
  }

  /** What it asks for, or everything wrong with it. */
  Request.Reading reading() {
    return reading;
  }

  /** The text to publish. */
  byte[] json() {
    return json.clone();
  }

  /** What is wrong, each with its line where it was written in YAML. */
  List<String> told(Request.Reading.Refused refused) {
    return refused.told(List.of(), told);
  }
}
