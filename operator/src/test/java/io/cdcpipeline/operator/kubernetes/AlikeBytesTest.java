package io.cdcpipeline.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlikeBytesTest {
  private final Random random = new Random(1);

  /** Of lengths around those of the pieces. */
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 0",
    "0, 100",
    "3000, 3000",
    "3000, 0",
    "16383, 16384",
    "16384, 16384",
    "16385, 16384",
    "24576, 5",
    "70000, 70000",
    "70000, 20000",
    "20000, 70000",
    "65536, 65536"
  })
  void bytesComeBackAsTheyWere(int length, int ofOthers) {
    var others = randomBytes(ofOthers);
    var bytes = Arrays.copyOf(others, length);
    for (int i = 0; i < length; i += 100) {
      bytes[i] = (byte) random.nextInt();
    }

    var compressed = AlikeBytes.compress(bytes, others);

    assertThat(AlikeBytes.decompress(compressed, length, others)).isEqualTo(bytes);
  }

  /** Random bytes, so that nothing but the likeness can make them shorter. */
  @ParameterizedTest
  @CsvSource({"2000, 0", "60000, 0", "60000, 500"})
  void whatIsAlikeTakesLittleSpace(int length, int inserted) {
    var others = randomBytes(length);
    var bytes = new byte[length + inserted];
    System.arraycopy(others, 0, bytes, inserted, length);

    var compressed = AlikeBytes.compress(bytes, others);

    assertThat(compressed.length).isLessThan(length / 20 + inserted);
    assertThat(AlikeBytes.decompress(compressed, bytes.length, others)).isEqualTo(bytes);
  }

  private byte[] randomBytes(int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
