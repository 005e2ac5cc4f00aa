//! Lists without a programme: their rows read, linked, and told of as tables.

use mola_link::{Band, FieldKind, Linked, List, ListField, guess_fields};
use mola_sheet::{CellPrinter, CsvWriter, FoundTable, TableError, TableHints, Workbook, read_table};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Rows by which the kinds of fields are guessed.
const LOOKED_AT: usize = 500;

/// Why lists are not linked.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// The file of fields is no TOML of the right form.
    #[error("the file of fields cannot be understood: {0}")]
    Fields(String),
    /// There is no such kind of field.
    #[error("{field} cannot be of the kind {kind}")]
    Kind {
        /// The field.
        field: String,
        /// The kind as written.
        kind: String,
    },
    /// No list has such a field.
    #[error("no list has a field {0}")]
    NoField(String),
}

/// A list as it was read.
#[derive(Debug, Clone, Default)]
pub struct ReadList {
    /// Its file, as the user knows it.
    pub name: String,
    /// Its header.
    pub header: Vec<String>,
    /// Where each of its rows stands in the file.
    pub rows: Vec<u32>,
    cells: Vec<Box<str>>,
}

impl ReadList {
    /// The texts of its rows.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &[Box<str>]> {
        self.cells.chunks(self.header.len().max(1))
    }
}

/// What came of linking lists.
pub struct LinkedLists {
    lists: Vec<ReadList>,
    linked: Linked,
    /// The fields of each list and what each was taken to hold.
    pub fields: Vec<Vec<(String, &'static str)>>,
}

/// The kinds of fields that a text in TOML gives: a table `[fields]` of names and kinds.
///
/// # Errors
/// [`ListError::Fields`] and [`ListError::Kind`].
pub fn list_fields(text: &str) -> Result<BTreeMap<String, FieldKind>, ListError> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Fields {
        fields: BTreeMap<String, String>,
    }
    let read: Fields = toml::from_str(text).map_err(|error| ListError::Fields(error.to_string()))?;
    let kind = |(field, kind): (String, String)| match FieldKind::NAMES.iter().find(|(name, _)| *name == kind) {
        Some((_, kind)) => Ok((field, *kind)),
        None => Err(ListError::Kind { field, kind }),
    };
    read.fields.into_iter().map(kind).collect()
}

/// Reads the table on a sheet.
///
/// # Errors
/// What the sheet's reader reports.
pub fn read_list(workbook: &mut Workbook, sheet: usize, name: &str) -> Result<(ReadList, FoundTable), TableError> {
    let info = workbook.sheets()[sheet].clone();
    let mut header = Vec::new();
    let found = read_table(&mut workbook.sheet(sheet)?, TableHints::default(), &mut |texts| {
        if header.is_empty() {
            header = texts.iter().map(|text| (*text).to_owned()).collect();
        }
        Ok(())
    })?;
    let (first, last) = found.columns;
    if found.header_rows.is_empty() {
        header = (1..=header.len()).map(|column| format!("column {column}")).collect();
    }
    let mut list = ReadList { name: name.to_owned(), header, ..ReadList::default() };
    let width = list.header.len();
    let end = found.further.map_or(u32::MAX, |(row, _)| row);
    let mut reader = workbook.sheet(sheet)?;
    let printer = CellPrinter::new(&info, reader.hidden_columns(), reader.merges());
    while let Some(chunk) = reader.next_chunk()? {
        for row in chunk.rows().filter(|row| row.number() >= found.first_row && row.number() < end && !row.is_blank()) {
            if found.header_rows.contains(&row.number()) || found.below.contains(&row.number()) {
                continue;
            }
            let at = list.cells.len();
            list.cells.resize(at + width, Box::default());
            list.rows.push(row.number());
            for cell in printer.cells(row).filter(|cell| (first..=last).contains(&cell.address.column)) {
                if let Some(slot) = list.cells[at..].get_mut((cell.address.column - first) as usize) {
                    *slot = cell.value.to_string().into_boxed_str();
                }
            }
        }
    }
    Ok((list, found))
}

/// Links one list within itself, or several with one another.
///
/// # Errors
/// [`ListError::NoField`] where a kind is given for a field that no list has.
pub fn link_read_lists(
    mut lists: Vec<ReadList>,
    given: Option<&BTreeMap<String, FieldKind>>,
) -> Result<LinkedLists, ListError> {
    let none = |name: &&String| !lists.iter().any(|list| list.header.contains(name));
    if let Some(name) = given.into_iter().flat_map(BTreeMap::keys).find(none) {
        return Err(ListError::NoField(name.clone()));
    }
    let ready: Vec<List> = lists
        .iter_mut()
        .map(|list| List { fields: fields(list, given), cells: std::mem::take(&mut list.cells) })
        .collect();
    let told =
        ready.iter().map(|list| list.fields.iter().map(|field| (field.name.clone(), word(field.kind))).collect());
    let fields = told.collect();
    let linked = mola_link::link_lists(&ready);
    Ok(LinkedLists { lists, linked, fields })
}

fn word(kind: FieldKind) -> &'static str {
    FieldKind::NAMES.iter().find(|(_, known)| *known == kind).map_or("", |(name, _)| name)
}

/// Where kinds are given, what is not named plays no part.
fn fields(list: &ReadList, given: Option<&BTreeMap<String, FieldKind>>) -> Vec<ListField> {
    if let Some(given) = given {
        let kind = |name: &String| given.get(name).copied().unwrap_or(FieldKind::Ignored);
        return list.header.iter().map(|name| ListField { name: name.clone(), kind: kind(name) }).collect();
    }
    let some = list.cells.chunks(list.header.len().max(1)).take(LOOKED_AT);
    let some: Vec<Vec<String>> = some.map(|row| row.iter().map(|cell| cell.to_string()).collect()).collect();
    guess_fields(&list.header, &some)
}

impl LinkedLists {
    /// How many rows, clusters, and pairs to be reviewed there are.
    pub fn counts(&self) -> (usize, usize, usize) {
        let rows = self.linked.clusters.iter().map(Vec::len).sum();
        let clusters = self.linked.clusters.iter().flatten().max().map_or(0, |most| *most as usize);
        (rows, clusters, self.linked.pairs.iter().filter(|pair| pair.band == Band::Review).count())
    }

    /// Writes the pairs as CSV.
    ///
    /// # Errors
    /// Those of writing.
    pub fn write_pairs(&self, out: impl Write) -> io::Result<()> {
        let mut writer = CsvWriter::new(out);
        let fixed = ["left_file", "left_row", "right_file", "right_row", "probability", "band"];
        writer.write(fixed.into_iter().chain(self.linked.compared.iter().map(String::as_str)))?;
        for pair in &self.linked.pairs {
            let (left, right) = (&self.lists[pair.left.0 as usize], &self.lists[pair.right.0 as usize]);
            let rows = [left.rows[pair.left.1 as usize].to_string(), right.rows[pair.right.1 as usize].to_string()];
            let probability = format!("{:.4}", pair.probability);
            let mut line: Vec<&str> =
                vec![&left.name, &rows[0], &right.name, &rows[1], &probability, pair.band.as_str()];
            self.linked.levels(pair).for_each(|level| line.push(level));
            writer.write(&line)?;
        }
        writer.finish()
    }

    /// Writes the cluster of every row as CSV.
    ///
    /// # Errors
    /// Those of writing.
    pub fn write_clusters(&self, out: impl Write) -> io::Result<()> {
        let mut writer = CsvWriter::new(out);
        writer.write(["file", "row", "cluster"])?;
        for (list, clusters) in self.lists.iter().zip(&self.linked.clusters) {
            for (row, cluster) in list.rows.iter().zip(clusters) {
                writer.write([&list.name, &row.to_string(), &cluster.to_string()])?;
            }
        }
        writer.finish()
    }
}
