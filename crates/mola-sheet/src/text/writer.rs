//! Plain CSV: UTF-8, commas, quotation marks where they are needed.

use csv::{Writer, WriterBuilder};
use std::io::{self, Write};

/// Writes records as plain CSV, whatever they hold.
pub struct CsvWriter<W: Write> {
    writer: Writer<W>,
}

impl<W: Write> CsvWriter<W> {
    /// A writer into `out`.
    pub fn new(out: W) -> Self {
        Self { writer: WriterBuilder::new().flexible(true).from_writer(out) }
    }

    /// Writes one record.
    ///
    /// # Errors
    /// Those of writing.
    pub fn write(&mut self, fields: impl IntoIterator<Item = impl AsRef<[u8]>>) -> io::Result<()> {
        self.writer.write_record(fields).map_err(io::Error::from)
    }

    /// Writes what is still held back.
    ///
    /// # Errors
    /// Those of writing.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_of_any_length_are_written() {
        let mut out = Vec::new();
        let mut writer = CsvWriter::new(&mut out);
        let records: [&[&str]; 4] = [&["a", "b, c"], &["say \"x\"", "1\n2", ""], &[""], &["=1"]];
        records.iter().for_each(|record| writer.write(*record).expect("memory"));
        writer.finish().expect("memory");
        assert_eq!(String::from_utf8_lossy(&out), "a,\"b, c\"\n\"say \"\"x\"\"\",\"1\n2\",\n\"\"\n=1\n");
    }
}
