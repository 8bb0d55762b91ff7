package podium.workers.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;

final class CheckpointFolderTest {
  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  @TempDir private Path folder;

  @BeforeEach
  void nameTheFolder() throws IOException {
    Files.writeString(folder.resolve("home.id"), "the-home");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private TrainingState snapshot(float... values) {
    return TrainingState.of(
        Map.of(
            "fc.weight", manager.create(values),
            "optimizer.exp_avg.fc.weight", manager.create(new double[] {1, 2}, new Shape(2, 1))),
        Map.of("epoch", "3", "step", "77", "seed", "5"));
  }

  private CheckpointFolder home() {
    return new CheckpointFolder(folder, new TrialId("trial-1.1"), 1, Facts.DATA);
  }

  private CheckpointRef save(int epoch, TrainingState snapshot) {
    CheckpointFolder.Saved told =
        home()
            .begin(epoch, snapshot, 1, Runnable::run)
            .save(
                Counters.of(snapshot.counters()),
                saved -> Facts.of("trial-1.1", 1, saved.reference(), Optional.empty()))
            .join();
    assertThat(told.stateHash()).isEqualTo(snapshot.stateHash());
    return told.reference();
  }

  @Test
  void checkpoint_savedAndRestored_isEqual() {
    TrainingState saved = snapshot(1, -2, 3);
    CheckpointRef reference = save(3, saved);
    TrainingState target = snapshot(0, 0, 0);

    var restored = home().restore(List.of(reference), target).orElseThrow();

    assertThat(reference.path()).isEqualTo("trial-1.1/1/epoch-3.safetensors");
    assertThat(restored.counters()).isEqualTo(saved.counters());
    assertThat(target.stateHash()).isEqualTo(saved.stateHash());
  }

  @Test
  void file_written_isSafetensors() throws IOException {
    CheckpointRef reference = save(3, snapshot(1, -2, 3));

    byte[] file = Files.readAllBytes(folder.resolve(reference.path()));
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) bytes.getLong();
    String header = new String(file, 8, length, StandardCharsets.UTF_8);

    assertThat(header)
        .contains("\"fc.weight\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}")
        .contains("\"data.fingerprint\":\"1212", "\"data.classes\":\"[\\\"cat\\\",\\\"dog\\\"]\"")
        .contains("\"epoch\":\"3\",\"seed\":\"5\",\"step\":\"77\",\"trainer.threads\":\"1\"}");
    assertThat(length % 8).isZero();
    assertThat(bytes.getFloat(8 + length + 4)).isEqualTo(-2);
    assertThat(reference.bytes()).isEqualTo(file.length).isEqualTo(8 + length + 12 + 16);
  }

  @Test
  void stateHash_ofAnyChange_differs() {
    String hash = snapshot(1, 2, 3).stateHash();

    assertThat(snapshot(1, 2, 4).stateHash()).isNotEqualTo(hash);
    assertThat(new TrainingState(snapshot(1, 2, 3).tensors(), snapshot(1).counters()).stateHash())
        .isEqualTo(hash);
    assertThat(TrainingState.of(snapshot(1, 2, 3).tensors(), Map.of("epoch", "4")).stateHash())
        .isNotEqualTo(hash);
  }

  /** What a disk or a person can do to a checkpoint. */
  enum Harm {
    CUT_OFF("is cut off") {
      @Override
      void befall(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length / 2));
      }
    },
    ONE_BIT_TURNED("was altered") {
      @Override
      void befall(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[content.length - 1] ^= 1;
        Files.write(file, content);
      }
    },
    ANOTHER_EPOCHS_FILE("was altered") {
      @Override
      void befall(Path file) throws IOException {
        Files.copy(
            file.resolveSibling("epoch-1.safetensors"), file, StandardCopyOption.REPLACE_EXISTING);
      }
    },
    GONE("is not there") {
      @Override
      void befall(Path file) throws IOException {
        Files.delete(file);
      }
    };

    private final String told;

    Harm(String told) {
      this.told = told;
    }

    abstract void befall(Path file) throws IOException;
  }

  @ParameterizedTest
  @EnumSource(Harm.class)
  void restore_ofAHarmedCheckpoint_takesTheOneBefore(Harm harm) throws IOException {
    CheckpointRef older = save(1, snapshot(1, 1, 1));
    CheckpointRef newer = save(2, snapshot(2, 2, 2));
    harm.befall(folder.resolve(newer.path()));
    TrainingState target = snapshot(0, 0, 0);

    var restored = home().restore(List.of(newer, older), target).orElseThrow();

    assertThat(restored.reference()).isEqualTo(older);
    assertThat(target.stateHash()).isEqualTo(snapshot(1, 1, 1).stateHash());
    assertThatThrownBy(() -> home().restore(List.of(newer), target))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("epoch-2.safetensors: " + harm.told)
        .hasMessageContaining("Restore one, or publish the trial anew");
  }

  @Test
  void restore_withoutTheJson_losesNothingThatTrainingNeeds() throws IOException {
    Counters counters = new Counters(4, 40, 7, Optional.of(new Counters.BestEpoch(3, 0.5)));
    TrainingState saved = TrainingState.of(snapshot(1, 2, 3).tensors(), counters.named());
    save(3, snapshot(0, 0, 0));
    CheckpointRef reference = save(4, saved);
    Files.delete(folder.resolve("trial-1.1/1/epoch-4.json"));

    var restored = home().restore(List.of(reference), snapshot(0, 0, 0)).orElseThrow();

    assertThat(restored.facts()).isEmpty();
    assertThat(Counters.of(restored.counters())).isEqualTo(counters);
    assertThat(home().best(restored))
        .contains(new CheckpointFacts.Best(3, 0.5, "trial-1.1/1/epoch-3.safetensors"));
  }

  @Test
  void json_besideACheckpoint_saysWhatItIsOf() throws IOException {
    CheckpointRef reference = save(3, snapshot(1, -2, 3));

    Path file = new CheckpointStore(folder).verified(reference);

    assertThat(new CheckpointStore(folder).facts(file))
        .contains(Facts.of("trial-1.1", 1, reference, Optional.empty()));
    assertThat(Files.readString(folder.resolve("trial-1.1/1/epoch-3.json")))
        .contains("\"model\" : \"resnet18\"", "\"libtorch\" : \"2.7.1\"", "\"threads\" : 2");
    try (var files = Files.list(folder.resolve("trial-1.1/1"))) {
      assertThat(files).as("nothing temporary stays").hasSize(2);
    }
  }

  @Test
  void save_overWhatACrashLeft_isWhole() throws IOException {
    Files.createDirectories(folder.resolve("trial-1.1/1"));
    Files.write(folder.resolve("trial-1.1/1/epoch-3.safetensors.part"), new byte[] {1});

    CheckpointRef reference = save(3, snapshot(1, -2, 3));

    assertThat(home().restore(List.of(reference), snapshot(0, 0, 0))).isPresent();
  }

  @Test
  void restore_whenNoneIsGood_saysWhyForEach() throws IOException {
    CheckpointRef cut = save(2, snapshot(2, 2, 2));
    Files.write(folder.resolve(cut.path()), new byte[] {1, 2});
    CheckpointRef gone = new CheckpointRef(1, "trial-1.1/1/epoch-1.safetensors", "00", 1);
    CheckpointRef outside = new CheckpointRef(1, "../elsewhere", "00", 1);

    assertThatThrownBy(() -> home().restore(List.of(cut, gone, outside), snapshot(0, 0, 0)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("epoch-2.safetensors: is cut off: 2 of")
        .hasMessageContaining("epoch-1.safetensors: is not there")
        .hasMessageContaining("outside");
  }

  @Test
  void restore_ofAnotherModel_isRefused() {
    CheckpointRef reference = save(1, snapshot(1, 2, 3));

    assertThatThrownBy(() -> home().restore(List.of(reference), snapshot(1, 2)))
        .hasMessageContaining("fc.weight")
        .hasMessageContaining("another model, recipe or number of classes");
  }

  private CheckpointFolder homeOn(String fingerprint, String... classes) {
    return new CheckpointFolder(
        folder, new TrialId("trial-1.1"), 2, new TrainedOn(fingerprint, List.of(classes), 45, 6));
  }

  @Test
  void restore_onOtherData_isRefusedInWordsAndNoOlderOneIsTaken() {
    CheckpointRef older = save(1, snapshot(1, 1, 1));
    CheckpointRef newer = save(2, snapshot(2, 2, 2));
    TrainingState target = snapshot(0, 0, 0);

    assertThatThrownBy(
            () -> homeOn("ab".repeat(32), "cat", "dog").restore(List.of(newer, older), target))
        .isInstanceOf(OtherDataException.class)
        .hasMessage(
            "the data set is not the one that the checkpoint of epoch 2 was trained on: fingerprint"
                + " 12121212 then and abababab now; the same 2 classes; 40 + 6 images then and 45 +"
                + " 6 now (training + test). Publish the experiment anew to train on the data as"
                + " they are now; put the old ones back first if those are meant.");
    assertThat(target.stateHash()).isEqualTo(snapshot(0, 0, 0).stateHash());
  }

  @Test
  void restore_withClassesInAnotherOrder_isRefusedNamingThem() {
    CheckpointRef reference = save(1, snapshot(1, 1, 1));

    for (String fingerprint : List.of(Facts.DATA.fingerprint(), "ab".repeat(32), "")) {
      assertThatThrownBy(
              () ->
                  homeOn(fingerprint, "dog", "cat").restore(List.of(reference), snapshot(0, 0, 0)))
          .isInstanceOf(OtherDataException.class)
          .hasMessageContaining("classes then cat, dog, now dog, cat; ");
    }
  }

  @Test
  void difference_ofManyClasses_namesTheFirst() {
    List<String> before = IntStream.range(0, 40).mapToObj(i -> "class-" + i).toList();
    List<String> now = IntStream.range(0, 41).mapToObj(i -> "class-" + i).toList();

    assertThat(new TrainedOn("", before, 0, 0).differenceFrom(new TrainedOn("", now, 9, 9)))
        .isEqualTo(
            "40 classes then and 41 now, of which the first to differ is 40: none then, class-40"
                + " now");
  }

  @Test
  void restore_ofAnEarlierVersion_goesOnUnlessItsJsonNamesOtherClasses() throws IOException {
    CheckpointRef reference = Rewritten.withoutData(folder, save(1, snapshot(1, 1, 1)));

    assertThatThrownBy(
            () -> homeOn("ab", "dog", "cat").restore(List.of(reference), snapshot(0, 0, 0)))
        .isInstanceOf(OtherDataException.class)
        .hasMessageContaining("classes then cat, dog, now dog, cat.");
    var restored = home().restore(List.of(reference), snapshot(0, 0, 0)).orElseThrow();
    assertThat(restored.trainedOn()).isEmpty();

    Files.delete(folder.resolve("trial-1.1/1/epoch-1.json"));
    assertThat(homeOn("ab", "dog", "cat").restore(List.of(reference), snapshot(0, 0, 0)))
        .isPresent();
  }

  private CheckpointException.Fault faultOf(List<CheckpointRef> references, TrainingState target) {
    try {
      home().restore(references, target);
    } catch (CheckpointException e) {
      return e.fault();
    }
    throw new AssertionError("restored one of " + references);
  }

  @Test
  void restore_ofWhatIsNotGood_tellsWhetherTryingAgainCouldHelp() throws IOException {
    CheckpointRef reference = save(1, snapshot(1, 2, 3));
    CheckpointRef gone = new CheckpointRef(9, "trial-1.1/1/epoch-9.safetensors", "00", 1);
    assertThat(faultOf(List.of(reference, gone), snapshot(1, 2)))
        .isEqualTo(CheckpointException.Fault.MISFIT);
    assertThat(faultOf(List.of(gone), snapshot(1, 2))).isEqualTo(CheckpointException.Fault.DAMAGED);
    CheckpointRef altered =
        new CheckpointRef(1, reference.path(), "ab".repeat(32), reference.bytes());
    assertThat(faultOf(List.of(altered, gone), snapshot(1, 2, 3)))
        .isEqualTo(CheckpointException.Fault.DAMAGED);

    Files.delete(folder.resolve("home.id"));
    assertThat(faultOf(List.of(gone), snapshot(1, 2)))
        .as("an empty place where a disk should be mounted")
        .isEqualTo(CheckpointException.Fault.DISK);
    Path loop = folder.resolve("loop");
    Files.createSymbolicLink(loop, loop);
    CheckpointRef unreadable = new CheckpointRef(1, "loop", "00", 1);
    Files.writeString(folder.resolve("home.id"), "the-home");
    assertThat(faultOf(List.of(unreadable), snapshot(1, 2)))
        .isEqualTo(CheckpointException.Fault.DISK);
  }

  @Test
  void save_thatTheDiskRefuses_isTheDisksFaultAndLeavesNothingHalf() throws IOException {
    Files.createDirectories(folder.resolve("trial-1.1/1/epoch-1.json/in-the-way"));
    assertThatThrownBy(() -> save(1, snapshot(1)))
        .cause()
        .isInstanceOfSatisfying(
            CheckpointException.class,
            e -> assertThat(e.fault()).isEqualTo(CheckpointException.Fault.DISK))
        .hasMessageContaining("see to space and rights of " + folder);
    try (var left = Files.list(folder.resolve("trial-1.1/1"))) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.endsWith(".part"));
    }
  }

  @Test
  void save_withABestEpochThatCameLater_isThatOfAStateSavedAtOnce() {
    CheckpointDraft draft = home().begin(3, snapshot(1, 2, 3), 1, Runnable::run);
    Counters scored = new Counters(3, 77, 5, Optional.of(new Counters.BestEpoch(3, 1.0 / 3)));
    CheckpointFolder.Saved saved =
        draft.save(scored, it -> Facts.of("trial-1.1", 1, it.reference(), Optional.empty())).join();

    TrainingState whole = TrainingState.of(snapshot(1, 2, 3).tensors(), scored.named());
    assertThat(saved.stateHash()).isEqualTo(whole.stateHash());
    TrainingState target = snapshot(0, 0, 0);
    var restored = home().restore(List.of(saved.reference()), target).orElseThrow();
    assertThat(Counters.of(restored.counters())).isEqualTo(scored);
    assertThat(target.tensors().firstEntry().getValue().toFloatArray()).containsExactly(1, 2, 3);
  }

  @Test
  void drop_ofADraft_leavesNoTraceButWhatWasThere() {
    home().begin(1, snapshot(1), 1, Runnable::run).drop();
    assertThat(folder.resolve("trial-1.1/1")).doesNotExist();

    CheckpointRef first = save(1, snapshot(1));
    home().begin(2, snapshot(2), 1, Runnable::run).drop();
    assertThat(folder.resolve("trial-1.1/1")).isDirectoryNotContaining("glob:**.part");
    assertThat(home().restore(List.of(first), snapshot(0))).isPresent();
  }

  @Test
  void copy_ofAState_staysWhenThatGoesOnAndIsUsedAnew() {
    TrainingState live = snapshot(1, 2, 3);
    try (StateCopy memory = new StateCopy(live)) {
      String hash = live.stateHash();
      TrainingState copy = memory.of(live);
      live.tensors().firstEntry().getValue().addi(1);
      assertThat(copy.stateHash()).isEqualTo(hash).isNotEqualTo(live.stateHash());

      assertThat(memory.of(live).stateHash()).isEqualTo(live.stateHash());
      assertThat(memory.of(live).tensors().firstEntry().getValue())
          .isSameAs(copy.tensors().firstEntry().getValue());
    }
  }

  @Test
  void restore_withoutCheckpoints_beginsFromTheStart() {
    assertThat(home().restore(List.of(), snapshot(1))).isEmpty();
  }
}
