//! The header of a ledger: which rows it takes and what each of its columns means.
//!
//! A header is known by its words, wherever it stands; it may take up to three rows, with group headers above
//! ("Văn bản giao" over "Số" and "Ngày"), and may come again after a page break.

use std::collections::BTreeMap;

use super::column::{Column, meant_by};
use super::terms;
use crate::domain::text;

/// A sheet's row in Unicode: texts by column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TextRow {
    pub number: u32,
    pub cells: BTreeMap<u32, String>,
    /// Whether the spreadsheet keeps any of the cells as a number or a day, which headers never are.
    pub has_values: bool,
}

/// What stands under a header cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The column's value.
    Value(Column),
    /// A cross: the kind that the header names in these words.
    KindMark(String),
    /// Something that is not known.
    Other,
}

/// A header that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// How many rows it takes.
    pub depth: usize,
    /// Columns with their words and meaning.
    pub columns: BTreeMap<u32, (String, Meaning)>,
}

/// Rows that one header may take.
const DEPTH_MAX: usize = 3;
/// Longest header cell, in characters.
const WORDS_MAX: usize = 90;

impl Header {
    /// The header that begins at the first of `rows`, if one does.
    pub(super) fn at(rows: &[TextRow]) -> Option<Self> {
        let mut best: Option<Self> = None;
        for depth in 1..=DEPTH_MAX.min(rows.len()) {
            let block = &rows[..depth];
            if !block.iter().all(is_wordy) || !follow_each_other(block) {
                break;
            }
            let header = Self::of(block);
            if header.is_of_a_ledger() && best.as_ref().is_none_or(|b| header.known() > b.known()) {
                best = Some(header);
            }
        }
        best
    }

    /// The known columns with their headers, in order.
    pub(super) fn recognised(&self) -> Vec<(Column, String)> {
        let value = |(words, meaning): &(String, Meaning)| match meaning {
            Meaning::Value(column) => Some((*column, words.clone())),
            Meaning::KindMark(_) => Some((Column::Kind, words.clone())),
            Meaning::Other => None,
        };
        self.columns.values().filter_map(value).collect()
    }

    fn of(block: &[TextRow]) -> Self {
        let mut places: Vec<u32> = block.iter().flat_map(|row| row.cells.keys().copied()).collect();
        places.sort_unstable();
        places.dedup();
        let mut columns = BTreeMap::new();
        let mut taken: Vec<Column> = Vec::new();
        for place in places {
            let parts = parts_above(block, place);
            let meaning = match meaning_of(&parts) {
                Meaning::Value(column) if taken.contains(&column) => Meaning::Other,
                meaning @ (Meaning::Value(_) | Meaning::KindMark(_) | Meaning::Other) => meaning,
            };
            if let Meaning::Value(column) = meaning {
                taken.push(column);
            }
            columns.insert(place, (parts.join(" "), meaning));
        }
        let mut header = Self { depth: block.len(), columns };
        header.read_single_day_as_receipt();
        header
    }

    /// A book with one day only, that of the petition, keeps its receipt there.
    fn read_single_day_as_receipt(&mut self) {
        let has =
            |column| self.columns.values().any(|(_, meaning)| *meaning == Meaning::Value(column));
        if has(Column::ReceivedOn) {
            return;
        }
        for (_, meaning) in self.columns.values_mut() {
            if *meaning == Meaning::Value(Column::WrittenOn) {
                *meaning = Meaning::Value(Column::ReceivedOn);
            }
        }
    }

    fn known(&self) -> usize {
        self.columns.values().filter(|(_, meaning)| *meaning != Meaning::Other).count()
    }

    fn is_of_a_ledger(&self) -> bool {
        let has =
            |column| self.columns.values().any(|(_, meaning)| *meaning == Meaning::Value(column));
        let marks =
            self.columns.values().any(|(_, meaning)| matches!(meaning, Meaning::KindMark(_)));
        let tells = has(Column::Content) || has(Column::Sender) || has(Column::SenderAndAddress);
        let sorts = has(Column::ReceivedOn) || has(Column::Kind) || marks;
        let known = self.known();
        tells && sorts && known >= 3 && known * 2 >= self.columns.len()
    }
}

/// Words of the header over a place, from the top down; a group header reaches right to the next one.
fn parts_above(block: &[TextRow], place: u32) -> Vec<String> {
    let deepest = block.iter().rposition(|row| row.cells.contains_key(&place)).unwrap_or(0);
    let mut parts = Vec::new();
    for (depth, row) in block.iter().enumerate().take(deepest + 1) {
        let own = row.cells.get(&place);
        let spanning = || row.cells.range(..place).next_back().map(|(_, words)| words);
        let words = if depth < deepest { own.or_else(spanning) } else { own };
        if let Some(words) = words {
            parts.push(words.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    parts
}

fn meaning_of(parts: &[String]) -> Meaning {
    let Some((leaf, groups)) = parts.split_last() else { return Meaning::Other };
    let group = groups.join(" ");
    let names_kind = terms::kind(leaf).is_some() && text::folded_words(leaf).len() <= 4;
    let alone = group.is_empty() && meant_by(leaf).is_none();
    if names_kind && (alone || meant_by(&group) == Some(Column::Kind)) {
        return Meaning::KindMark(leaf.clone());
    }
    let column = if group.is_empty() { meant_by(leaf) } else { within_group(&group, leaf) };
    column.map_or(Meaning::Other, Meaning::Value)
}

/// The column that a leaf means under its group: "Ngày" under "Văn bản giao" is the day of that paper.
fn within_group(group: &str, leaf: &str) -> Option<Column> {
    let own = meant_by(leaf);
    let words = text::folded_words(leaf);
    let first = words.first().map_or("", String::as_str);
    let is_day =
        first == "ngay" && matches!(own, None | Some(Column::ReceivedOn | Column::WrittenOn));
    let is_number = matches!(first, "so" | "ky" | "van" | "vb" | "cong" | "cv" | "phieu")
        && matches!(own, None | Some(Column::Ordinal | Column::AssigningDocument));
    let group_words = text::folded_words(group);
    let gives = terms::has_any(&group_words, "giao|chuyen|phan cong");
    let ends = terms::has_any(&group_words, "ket qua|kq|tra loi|giai quyet|gq|ban hanh|xu ly");
    if gives && is_day {
        Some(Column::AssigningDate)
    } else if gives && is_number {
        Some(Column::AssigningDocument)
    } else if ends && is_day {
        Some(Column::ResultDate)
    } else if ends && is_number {
        Some(Column::Result)
    } else {
        own.or_else(|| meant_by(&format!("{group} {leaf}")))
    }
}

/// Whether a row holds words only, each short enough for a header.
fn is_wordy(row: &TextRow) -> bool {
    let short = |words: &String| {
        words.chars().count() <= WORDS_MAX && words.chars().any(char::is_alphabetic)
    };
    !row.has_values && row.cells.values().all(short)
}

fn follow_each_other(block: &[TextRow]) -> bool {
    block.windows(2).all(|pair| pair[1].number == pair[0].number + 1)
}
