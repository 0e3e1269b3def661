package io.cdcpipeline.consumer.canal;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.json.RejectedRecordException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Members of the previous message must never be mistaken for those of the current one. */
class MemberCacheTest {
  private static final List<List<String>> MEMBERS =
      List.of(
          List.of("'id':0", "'id':00", "'id':{'a':[1]}"),
          List.of(
              "'database':'shop'", "'database':'sho'", "'database':null", "'data\\u0062ase':'x'"),
          List.of("'table':'orders'", "'table':'order'", "'table':'o\\u0072ders'"),
          List.of("'pkNames':['id']", "'pkNames':['id','a']", "'pkNames':null", "'pkNames':[]"),
          List.of("'isDdl':false", "'isDdl':true", "'isDdl':null", "'isDdl':1"),
          List.of("'type':'INSERT'", "'type':'DELETE'", "'type':'ALTER'", "'type':'NONE'"),
          List.of("'es':1600000000000", "'es':160000000000", "'es':1600000000000.5", "'es':null"),
          List.of("'ts':1", "'ts':12", "'ts':'"),
          List.of("'sql':''", "'sql':'x'", "'sql':null"),
          List.of("'sqlType':{'id':-5}", "'sqlType':{'id':-5,'a':1}", "'sqlType':{'id':-5]"),
          List.of("'old':null", "'old':[{'a':'1'}]", "'old':[]"),
          List.of("'data':[{'id':'1'}]", "'data':[{'id':'2'},{'id':'3'}]", "'data':[{'id':1}]"),
          List.of("'_tidb':{'commitTs':450000000000000001}", "'_tidb':null"));

  private final Random random = new Random(1);

  @Test
  void decodesEachMessageAsIfItWereTheFirst() {
    ChangeEventDecoder used = new ChangeEventDecoder();
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      String text = message();
      byte[] message = ByteWriter.utf8(text);
      String expected = outcome(new ChangeEventDecoder(), message);

      assertThat(outcome(used, message)).as(text).isEqualTo(expected);
      read += expected.startsWith("rejected") ? 0 : 1;
    }
    assertThat(read).as("messages that are events").isBetween(10_000, 19_000);
  }

  /** Mostly what TiCDC sends; one in three has some members changed, repeated or moved. */
  private String message() {
    List<String> members = new ArrayList<>();
    boolean odd = random.nextInt(3) == 0;
    for (List<String> choice : MEMBERS) {
      members.add(choice.get(odd && random.nextInt(4) == 0 ? random.nextInt(choice.size()) : 0));
    }
    if (odd && random.nextInt(4) == 0) {
      List<String> again = MEMBERS.get(random.nextInt(MEMBERS.size()));
      members.add(random.nextInt(members.size()), again.get(random.nextInt(again.size())));
    }
    if (odd && random.nextInt(4) == 0) {
      Collections.swap(members, random.nextInt(members.size()), random.nextInt(members.size()));
    }
    String separator = odd && random.nextInt(4) == 0 ? " , " : ",";
    String text = "{" + String.join(separator, members).replace('\'', '"') + "}";
    return odd && random.nextInt(8) == 0 ? text.substring(0, random.nextInt(text.length())) : text;
  }

  private static String outcome(ChangeEventDecoder decoder, byte[] message) {
    // After other bytes, as in Kafka's buffer: array indices are not positions in the message.
    byte[] buffer = new byte[message.length + 7];
    System.arraycopy(message, 0, buffer, 5, message.length);
    try {
      return shown(decoder.decode(buffer, 5, 5 + message.length));
    } catch (RejectedRecordException rejection) {
      return "rejected " + rejection.reason() + " " + rejection.getMessage();
    }
  }

  private static String shown(CanalMessage m) {
    return List.of(m.operation, m.type, m.database, m.table, m.sql, m.isDdl, m.es, m.keyNames)
        + " "
        + List.of(m.commitTs, m.commitTsText, shown(m.data), shown(m.old));
  }

  private static String shown(RowSpans rows) {
    StringBuilder shown = new StringBuilder();
    for (int row = 0; row < rows.count; row++) {
      shown.append(rows.from[row]).append('-').append(rows.to[row]).append(' ');
    }
    return shown.toString() + rows.hasWhitespace;
  }
}
