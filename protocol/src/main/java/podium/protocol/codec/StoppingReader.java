package podium.protocol.codec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import podium.protocol.Text;
import podium.protocol.experiment.Fault;
import podium.protocol.experiment.Field;
import podium.protocol.experiment.SpecFields;
import podium.protocol.experiment.Stopping;
import podium.protocol.experiment.Stopping.Rule;

/** Reads {@code stopping} of an experiment. */
final class StoppingReader {
  private static final String AT = "stopping";

  private final ObjectNode root;
  private final FieldReader fields;

  StoppingReader(ObjectNode root, FieldReader fields) {
    this.root = root;
    this.fields = fields;
  }

  Stopping read() {
    Optional<ObjectNode> node = fields.object(AT, root.path(AT));
    if (node.isEmpty()) {
      return Stopping.NONE;
    }
    fields.unknown(AT + ".", node.get(), SpecFields.STOPPING_NAMES);
    Rule rule = Rule.of((String) value(SpecFields.RULE, node.get()));
    foreign(rule, node.get());
    return new Stopping(
        rule,
        whole(SpecFields.MIN_EPOCHS, node.get()),
        whole(SpecFields.MIN_TRIALS, node.get()),
        whole(SpecFields.ETA, node.get()),
        whole(SpecFields.MAX_EPOCHS, node.get()));
  }

  /** What another rule has, and this one would not look at. */
  private void foreign(Rule rule, ObjectNode node) {
    List<Field> others =
        switch (rule) {
          case NONE ->
              SpecFields.STOPPING.stream().filter(it -> !it.equals(SpecFields.RULE)).toList();
          case MEDIAN -> List.of(SpecFields.ETA, SpecFields.MAX_EPOCHS);
          case ASHA -> List.of(SpecFields.MIN_TRIALS);
        };
    for (Field field : others) {
      if (node.has(field.name())) {
        String path = AT + "." + field.name();
        fields
            .faults()
            .add(
                new Fault(
                    path,
                    Text.of(
                        "%s has no meaning where stopping.rule is %s; leave it out or choose"
                            + " another rule",
                        path, rule.word())));
      }
    }
  }

  private int whole(Field field, ObjectNode node) {
    return Math.toIntExact((Long) value(field, node));
  }

  private Object value(Field field, ObjectNode node) {
    return fields.single(AT + "." + field.name(), field, node);
  }
}
