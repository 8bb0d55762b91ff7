package podium.dashboard.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** H2's files under the scheme {@code faulty:}, on a disk that may be full or take all memory. */
public final class FaultyDisk extends FilePathWrapper {
  private static final Set<FileChannel> OPEN = ConcurrentHashMap.newKeySet();
  private static volatile Fault fault = Fault.NONE;

  /** What goes wrong. */
  enum Fault {
    NONE,
    NO_ROOM,
    NO_MEMORY
  }

  /** The board's files in a folder on this disk, which is sound. */
  static BoardFiles files(java.nio.file.Path directory) {
    fault = Fault.NONE;
    FilePath.register(new FaultyDisk());
    return new BoardFiles(directory, "faulty:");
  }

  static void is(Fault now) throws IOException {
    if (fault == Fault.NO_MEMORY) {
      // why: H2 lets go of its file, and so of its lock, when the garbage is collected
      for (FileChannel channel : List.copyOf(OPEN)) {
        channel.close();
      }
    }
    fault = now;
  }

  @Override
  public String getScheme() {
    return "faulty";
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    Channel channel = new Channel(getBase().open(mode));
    OPEN.add(channel);
    return channel;
  }

  private static void write() throws IOException {
    if (fault == Fault.NO_ROOM) {
      throw new IOException("No space left on device");
    }
  }

  private static final class Channel extends FileBaseDefault {
    private final FileChannel disk;

    private Channel(FileChannel disk) {
      this.disk = disk;
    }

    @Override
    public synchronized int read(ByteBuffer into, long position) throws IOException {
      if (fault == Fault.NO_MEMORY) {
        throw new OutOfMemoryError("Java heap space");
      }
      return disk.read(into, position);
    }

    @Override
    public synchronized int write(ByteBuffer from, long position) throws IOException {
      FaultyDisk.write();
      return disk.write(from, position);
    }

    @Override
    protected void implTruncate(long size) throws IOException {
      disk.truncate(size);
    }

    @Override
    public long size() throws IOException {
      return disk.size();
    }

    @Override
    public void force(boolean metadata) throws IOException {
      FaultyDisk.write();
      disk.force(metadata);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return disk.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      OPEN.remove(this);
      disk.close();
    }
  }
}
