import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** TiDB's side of the MySQL protocol, as far as a login needs it: accepts every password. */
final class SqlStandIn {
  private static final int CAPABILITIES = 0x0008_a20f; // 4.1, transactions, secure, plugin auth
  private static final byte[] NONCE = "abcdefghijklmnopqrst".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern VARIABLE = Pattern.compile("@@(?:session\\.)?(\\w+)(?: AS (\\w+))?");
  private static final int COM_QUIT = 1;
  private static final int COM_QUERY = 3;
  private static final byte[] OK = {0, 0, 0, 2, 0, 0, 0};
  private static final byte[] END = {(byte) 0xfe, 0, 0, 2, 0};

  /** Others are 0. */
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("auto_increment_increment", "1"),
          Map.entry("character_set_client", "utf8mb4"),
          Map.entry("character_set_connection", "utf8mb4"),
          Map.entry("character_set_results", "utf8mb4"),
          Map.entry("character_set_server", "utf8mb4"),
          Map.entry("collation_server", "utf8mb4_bin"),
          Map.entry("collation_connection", "utf8mb4_bin"),
          Map.entry("init_connect", ""),
          Map.entry("interactive_timeout", "28800"),
          Map.entry("license", "Apache License 2.0"),
          Map.entry("lower_case_table_names", "2"),
          Map.entry("max_allowed_packet", "67108864"),
          Map.entry("net_write_timeout", "60"),
          Map.entry("sql_mode", "STRICT_TRANS_TABLES"),
          Map.entry("system_time_zone", "UTC"),
          Map.entry("time_zone", "SYSTEM"),
          Map.entry("transaction_isolation", "REPEATABLE-READ"),
          Map.entry("wait_timeout", "28800"));

  SqlStandIn(String address, int port, Calls calls) throws IOException {
    new TcpListener("sql", address, port, () -> calls.count("SQL login"), this::converse);
  }

  private void converse(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      var in = new DataInputStream(socket.getInputStream());
      write(socket, 0, List.of(greeting()));
      read(in);
      write(socket, 2, List.of(OK));
      for (var command = read(in); command[0] != COM_QUIT; command = read(in)) {
        var text = new String(command, 1, command.length - 1, StandardCharsets.UTF_8);
        boolean select = command[0] == COM_QUERY && text.contains("SELECT");
        write(socket, 1, select ? row(text) : List.of(OK));
      }
    } catch (IOException e) {
      // The client has gone away.
    }
  }

  private static byte[] greeting() {
    var out = new ByteArrayOutputStream();
    out.write(10);
    zeroEnded(out, "8.0.11-TiDB-v8.5.7");
    out.writeBytes(new byte[] {1, 0, 0, 0});
    out.write(NONCE, 0, 8);
    out.writeBytes(new byte[] {0, (byte) CAPABILITIES, (byte) (CAPABILITIES >> 8), 45, 2, 0});
    out.writeBytes(new byte[] {(byte) (CAPABILITIES >> 16), 0, 21});
    out.writeBytes(new byte[10]);
    out.write(NONCE, 8, 12);
    out.write(0);
    zeroEnded(out, "mysql_native_password");
    return out.toByteArray();
  }

  /** One row with the variables that the driver asks for. */
  private static List<byte[]> row(String query) {
    var names = new ArrayList<String>();
    var row = new ByteArrayOutputStream();
    var variables = VARIABLE.matcher(query);
    while (variables.find()) {
      names.add(variables.group(2) == null ? variables.group(1) : variables.group(2));
      counted(row, VALUES.getOrDefault(variables.group(1), "0"));
    }
    var packets = new ArrayList<byte[]>();
    packets.add(new byte[] {(byte) names.size()});
    names.forEach(name -> packets.add(column(name)));
    packets.addAll(List.of(END, row.toByteArray(), END));
    return packets;
  }

  private static byte[] column(String name) {
    var out = new ByteArrayOutputStream();
    for (var text : List.of("def", "", "", "", name, "")) {
      counted(out, text);
    }
    out.writeBytes(new byte[] {12, 45, 0, 0, 1, 0, 0, (byte) 0xfd, 0, 0, 0, 0, 0});
    return out.toByteArray();
  }

  private static void counted(ByteArrayOutputStream out, String text) {
    out.write(text.length());
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void zeroEnded(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    out.write(0);
  }

  private static void write(Socket socket, int first, List<byte[]> packets) throws IOException {
    var out = new ByteArrayOutputStream();
    int number = first;
    for (var packet : packets) {
      out.writeBytes(
          new byte[] {(byte) packet.length, (byte) (packet.length >> 8), 0, (byte) number++});
      out.writeBytes(packet);
    }
    socket.getOutputStream().write(out.toByteArray());
  }

  private static byte[] read(DataInputStream in) throws IOException {
    int length = in.readUnsignedByte() | in.readUnsignedByte() << 8 | in.readUnsignedByte() << 16;
    in.readUnsignedByte();
    var payload = new byte[length];
    in.readFully(payload);
    return payload;
  }
}
