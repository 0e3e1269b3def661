package io.cdcpipeline.operator.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SqlScriptTest {
  @Test
  void semicolonsSeparate() {
    assertThat(SqlScript.split(" CREATE TABLE a (id INT);\n;;\nINSERT INTO a VALUES (1) ; "))
        .containsExactly("CREATE TABLE a (id INT)", "INSERT INTO a VALUES (1)");
  }

  @Test
  void notWithinQuotes() {
    var statements =
        List.of(
            "INSERT INTO a VALUES ('x;y', \"p;q\", 'it''s; fine', 'back\\';slash')",
            "SELECT `odd;name` FROM `a`",
            "SELECT '-- no comment; #nor this /* nor; this */'");

    assertThat(SqlScript.split(String.join(";\n", statements) + ";"))
        .containsExactlyElementsOf(statements);
  }

  @Test
  void commentsAreRemovedWithTheirSemicolons() {
    assertThat(
            SqlScript.split(
                """
                -- first; the table
                CREATE TABLE a ( # of; one column
                  id INT /* a; number */
                );
                --
                /* nothing; */
                """))
        .singleElement()
        .satisfies(
            s -> assertThat(s.replaceAll("\\s+", " ")).isEqualTo("CREATE TABLE a ( id INT )"));
  }

  @Test
  void twoHyphensWithoutABlankAreNoComment() {
    assertThat(SqlScript.split("SELECT 3--1; SELECT 2")).containsExactly("SELECT 3--1", "SELECT 2");
  }

  @Test
  void executableCommentsAreKept() {
    assertThat(
            SqlScript.split(
                "CREATE TABLE a (id BIGINT /*T![auto_rand] AUTO_RANDOM(5) */ PRIMARY KEY);"
                    + "SELECT /*+ MAX_EXECUTION_TIME(10) */ 1"))
        .containsExactly(
            "CREATE TABLE a (id BIGINT /*T![auto_rand] AUTO_RANDOM(5) */ PRIMARY KEY)",
            "SELECT /*+ MAX_EXECUTION_TIME(10) */ 1");
  }

  @Test
  void anEmptyTextHasNoStatements() {
    assertThat(SqlScript.split("")).isEmpty();
    assertThat(SqlScript.split(" ; -- only this")).isEmpty();
    assertThat(SqlScript.split("/* never closed")).isEmpty();
  }

  @Test
  void anUnclosedQuoteIsLeftToTheServer() {
    assertThat(SqlScript.split("SELECT 'open; SELECT 1")).containsExactly("SELECT 'open; SELECT 1");
  }
}
