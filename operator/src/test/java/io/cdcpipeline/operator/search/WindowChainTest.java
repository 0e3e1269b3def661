package io.cdcpipeline.operator.search;

import static io.cdcpipeline.operator.search.AuditFixture.first;
import static io.cdcpipeline.operator.search.AuditFixture.inexact;
import static io.cdcpipeline.operator.search.AuditFixture.tso;
import static io.cdcpipeline.operator.search.AuditFixture.window;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which windows of a partition can be compared, and how far its heartbeats have been read. */
class WindowChainTest {
  private static final int START = 0;

  /** Gaps before the tenth watermark are given up. */
  private static final long PATIENCE = tso(10);

  static Stream<Arguments> chains() {
    return Stream.of(
        row("nothing is found at the beginning", null, List.of(), 0, List.of(), 0),
        row("nothing new", 3, List.of(window(0, 3, 1)), 3, List.of(), 0),
        row("in any order", 1, windows(3, 2), 3, List.of(2, 3), 0),
        row("found twice", 1, windows(2, 2, 1), 2, List.of(2), 0),
        row("the beginning is a window", null, windows(4, 5), 5, List.of(4, 5), 0),
        row(
            "the beginning is within a window",
            null,
            List.of(new HeartbeatWindow(0, tso(-1), tso(1), 5L), window(0, 2, 5)),
            2,
            List.of(2),
            0),
        row("a new partition", null, List.of(first(0, 7), window(0, 8, 1)), 8, List.of(8), 1),
        row("not counted exactly", 1, List.of(inexact(0, 2), window(0, 3, 1)), 3, List.of(3), 1),
        row("a gap is waited for", 11, windows(13, 14), 11, List.of(), 0),
        row("a gap is given up and counts as one", 1, windows(8, 9), 9, List.of(8, 9), 1),
        row("two gaps, of which one may still close", 1, windows(5, 12), 5, List.of(5), 1),
        row(
            "a reader without state began within a window that another one closed",
            1,
            List.of(first(0, 2), new HeartbeatWindow(0, tso(1), tso(3), 7L), window(0, 4, 1)),
            4,
            List.of(3, 4),
            0),
        row(
            "a reader without state replaced the one that knew",
            1,
            List.of(first(0, 3), window(0, 4, 1)),
            4,
            List.of(4),
            1),
        row(
            "windows that overlap the last one",
            4,
            List.of(new HeartbeatWindow(0, tso(3), tso(6), 9L), window(0, 7, 1)),
            7,
            List.of(7),
            1),
        row(
            "a window that ends before it begins",
            1,
            List.of(new HeartbeatWindow(0, tso(1), tso(1), 9L), window(0, 2, 1)),
            2,
            List.of(2),
            0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("chains")
  void continues(
      String name,
      Integer read,
      List<HeartbeatWindow> found,
      int readNow,
      List<Integer> verifiable,
      int unverifiable) {
    var chain = WindowChain.follow(read == null ? null : tso(read), tso(START), found, PATIENCE);

    assertThat(chain.read()).isEqualTo(tso(readNow));
    assertThat(chain.verifiable())
        .extracting(HeartbeatWindow::to)
        .containsExactlyElementsOf(verifiable.stream().map(AuditFixture::tso).toList());
    assertThat(chain.unverifiable()).hasSize(unverifiable);
  }

  private static List<HeartbeatWindow> windows(int... ends) {
    return IntStream.of(ends).mapToObj(to -> window(0, to, 1)).toList();
  }

  private static Arguments row(
      String name,
      Integer read,
      List<HeartbeatWindow> found,
      int readNow,
      List<Integer> verifiable,
      int unverifiable) {
    return Arguments.of(name, read, found, readNow, verifiable, unverifiable);
  }
}
