"""Paths and commands."""
import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "target"
BENCH = TARGET / "bench"
MVN = os.environ.get("MVN", "mvn -B -ntp").split()
JAVA_BIN = Path(os.environ["JAVA_HOME"]) / "bin" if "JAVA_HOME" in os.environ else None
JAVA = str(JAVA_BIN / "java") if JAVA_BIN else "java"
JAVAC = str(JAVA_BIN / "javac") if JAVA_BIN else "javac"
CLASSPATH = f"{BENCH}/classes:{BENCH}/lib/*"
JAR = TARGET / "cdc-pipeline-consumer.jar"

# The flags that the image sets; see consumer/README.md, "JVM".
FLAGS = (HERE.parent / "jvm.options").read_text().split()


def say(text):
    print(text, file=sys.stderr, flush=True)


def java_version():
    text = subprocess.run([JAVA, "-version"], capture_output=True, text=True, check=True).stderr
    return int(re.search(r'version "(\d+)', text).group(1))


def class_cache():
    """The flags that create and use the cache of loaded classes, as the image has them: two lists."""
    if java_version() >= 25:
        use = ["-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTReplayTraining", f"-XX:AOTCache={BENCH}/consumer.aot"]
        return [f"-XX:AOTCacheOutput={BENCH}/consumer.aot"], use
    return [f"-XX:ArchiveClassesAtExit={BENCH}/consumer.jsa"], [f"-XX:SharedArchiveFile={BENCH}/consumer.jsa"]
