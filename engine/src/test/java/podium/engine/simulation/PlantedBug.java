package podium.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import podium.engine.log.Fence;
import podium.protocol.event.Entry;

/**
 * A mistake in a source file of the engine.
 *
 * @param name in a few words
 * @param file below the engine's package
 * @param edits what stands there once, and what the mistake makes of it
 */
record PlantedBug(String name, String file, List<Edit> edits) {
  private static final Path SOURCES = Path.of("src", "main", "java", "podium", "engine");
  private static final String ENGINE = "podium.engine.";

  record Edit(String before, String after) {}

  static PlantedBug of(String name, String file, String before, String after) {
    return new PlantedBug(name, file, List.of(new Edit(before, after)));
  }

  PlantedBug and(String before, String after) {
    return new PlantedBug(
        name, file, Stream.concat(edits.stream(), Stream.of(new Edit(before, after))).toList());
  }

  @Override
  public String toString() {
    return name;
  }

  /** A service of an engine that has it. */
  <S> S planted(Path folder, Class<S> service) {
    Map<String, byte[]> classes = compile(folder);
    ClassLoader engine = new Engine(classes);
    return ServiceLoader.load(service, engine).findFirst().orElseThrow();
  }

  private String source() {
    try {
      String source = Files.readString(SOURCES.resolve(file));
      for (Edit edit : edits) {
        assertThat(source.split(java.util.regex.Pattern.quote(edit.before()), -1))
            .as("%s stands once in %s", edit.before(), file)
            .hasSize(2);
        source = source.replace(edit.before(), edit.after());
      }
      return source;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, byte[]> compile(Path folder) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      String source = source();
      JavaFileObject unit =
          new SimpleJavaFileObject(URI.create("string:///" + file), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
              return source;
            }
          };
      boolean compiled =
          compiler
              .getTask(
                  null,
                  files,
                  null,
                  List.of("-d", folder.toString(), "-cp", classPath(), "-nowarn", "-proc:none"),
                  null,
                  List.of(unit))
              .call();
      assertThat(compiled).as("%s with its mistake compiles", file).isTrue();
      return classesIn(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the engine and all that it imports were loaded from. */
  private static String classPath() {
    return Stream.of(Fence.class, Entry.class, NullMarked.class)
        .map(
            one ->
                Path.of(
                    URI.create(one.getProtectionDomain().getCodeSource().getLocation().toString())))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Map<String, byte[]> classesIn(Path folder) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(path -> path.toString().endsWith(".class")).toList()) {
        String path = folder.relativize(file).toString();
        String name = path.substring(0, path.length() - ".class".length());
        classes.put(
            name.replace(file.getFileSystem().getSeparator(), "."), Files.readAllBytes(file));
      }
    }
    return classes;
  }

  /** Loads all of the engine anew, some classes of it changed. */
  private static final class Engine extends ClassLoader {
    private final Map<String, byte[]> changed;

    Engine(Map<String, byte[]> changed) {
      super(PlantedBug.class.getClassLoader());
      this.changed = changed;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(ENGINE)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = changed.containsKey(name) ? changed.get(name) : original(name);
      return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] original(String name) throws ClassNotFoundException {
      try (var in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        return in.readAllBytes();
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
