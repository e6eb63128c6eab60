//! The header of a ledger: which rows it takes and what each of its columns means.
//!
//! A header is known by its words, wherever it stands; it may take up to three rows, with group headers above
//! ("Văn bản giao" over "Số" and "Ngày"), and may come again after a page break.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::column::{Column, is_bare_day, meant_by, sense_of};
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
    /// A cross: what the header names in these words.
    Mark(Column, String),
    /// Something that no field holds.
    Foreign,
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
        if rows.first().is_none_or(|row| !is_wordy(row) || is_title(row, rows.get(1))) {
            return None;
        }
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
            Meaning::Value(column) | Meaning::Mark(column, _) => Some((*column, words.clone())),
            Meaning::Foreign | Meaning::Other => None,
        };
        self.columns.values().filter_map(value).collect()
    }

    /// Whether both have the same words over the same columns, as at a page break or in the next month's sheet.
    pub(super) fn repeats(&self, other: &Self) -> bool {
        let words = |header: &Self| -> Vec<(u32, String)> {
            header.columns.iter().map(|(place, (words, _))| (*place, words.clone())).collect()
        };
        words(self) == words(other)
    }

    /// Whether a column, or crosses, tell of this.
    pub(super) fn has(&self, column: Column) -> bool {
        let tells = |meaning: &Meaning| match meaning {
            Meaning::Value(of) | Meaning::Mark(of, _) => *of == column,
            Meaning::Foreign | Meaning::Other => false,
        };
        self.columns.values().any(|(_, meaning)| tells(meaning))
    }

    fn of(block: &[TextRow]) -> Self {
        let mut places: Vec<u32> = block.iter().flat_map(|row| row.cells.keys().copied()).collect();
        places.sort_unstable();
        places.dedup();
        let heads: Vec<Head> = places.iter().map(|place| Head::of(block, *place)).collect();
        let mut columns = BTreeMap::new();
        for (at, head) in heads.iter().enumerate() {
            let meaning = match &head.meaning {
                Meaning::Value(column) if !head.is_best(at, *column, &heads) => Meaning::Other,
                Meaning::Value(_) | Meaning::Mark(..) | Meaning::Foreign | Meaning::Other => {
                    head.meaning.clone()
                }
            };
            columns.insert(head.place, (head.words.clone(), meaning));
        }
        let mut header = Self { depth: block.len(), columns };
        header.read_days_by_their_place(&heads);
        header.read_single_day_as_receipt();
        header
    }

    /// A bare "Ngày" beside the column of receipt is that of the paper to its left.
    fn read_days_by_their_place(&mut self, heads: &[Head]) {
        for pair in heads.windows(2) {
            let [left, head] = pair else { continue };
            let is_loser = head.is_bare_day
                && self.columns.get(&head.place).is_some_and(|(_, of)| *of == Meaning::Other);
            let paper = match self.columns.get(&left.place) {
                Some((_, Meaning::Value(Column::AssigningDocument))) => Column::AssigningDate,
                Some((_, Meaning::Value(Column::Result))) => Column::ResultDate,
                Some(_) | None => continue,
            };
            if is_loser
                && !self.has(paper)
                && let Some((_, meaning)) = self.columns.get_mut(&head.place)
            {
                *meaning = Meaning::Value(paper);
            }
        }
    }

    /// A book with one day only, that of the petition, keeps its receipt there.
    fn read_single_day_as_receipt(&mut self) {
        if self.has(Column::ReceivedOn) {
            return;
        }
        for (_, meaning) in self.columns.values_mut() {
            if *meaning == Meaning::Value(Column::WrittenOn) {
                *meaning = Meaning::Value(Column::ReceivedOn);
            }
        }
    }

    fn known(&self) -> usize {
        let is_known = |meaning: &Meaning| !matches!(meaning, Meaning::Foreign | Meaning::Other);
        self.columns.values().filter(|(_, meaning)| is_known(meaning)).count()
    }

    fn is_of_a_ledger(&self) -> bool {
        let tells = self.has(Column::Content)
            || self.has(Column::Sender)
            || self.has(Column::SenderAndAddress);
        let sorts = self.has(Column::ReceivedOn) || self.has(Column::Kind);
        let known = self.known();
        tells && sorts && known >= 3 && (known * 2 >= self.columns.len() || known >= SURELY)
    }
}

/// So many known columns make a ledger, however many others stand beside them.
const SURELY: usize = 6;

/// A header cell with those above it, before it is weighed against the others.
struct Head {
    place: u32,
    words: String,
    meaning: Meaning,
    /// How many of its words say so.
    strength: usize,
    is_bare_day: bool,
}

impl Head {
    fn of(block: &[TextRow], place: u32) -> Self {
        let parts = parts_above(block, place);
        let leaf = parts.last().map_or("", String::as_str);
        let strength = sense_of(leaf).map_or(0, |sense| sense.words);
        Self {
            place,
            meaning: meaning_of(&parts),
            strength,
            is_bare_day: is_bare_day(leaf),
            words: parts.join(" "),
        }
    }

    /// Of several headers for one column the surest is it; of equals the first.
    fn is_best(&self, at: usize, column: Column, all: &[Self]) -> bool {
        let rank = |head: &Self| (!head.is_bare_day, head.strength);
        let others = all
            .iter()
            .enumerate()
            .filter(|(other, head)| *other != at && head.meaning == Meaning::Value(column));
        others.into_iter().all(|(other, head)| match rank(head).cmp(&rank(self)) {
            Ordering::Less => true,
            Ordering::Equal => at < other,
            Ordering::Greater => false,
        })
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
    if let Some(mark) = mark_of(leaf, groups) {
        return mark;
    }
    let sense = sense_of(leaf);
    if sense.is_some_and(|sense| sense.column.is_none()) {
        return Meaning::Foreign;
    }
    let own = sense.and_then(|sense| sense.column);
    let column = groups.iter().rev().find_map(|group| within_group(group, leaf, own)).or(own);
    let column = column.or_else(|| meant_by(&format!("{} {leaf}", groups.last()?)));
    column.map_or(Meaning::Other, Meaning::Value)
}

/// A column of crosses: "KN" under "Loại đơn", "Bưu điện" under "Nguồn đơn", "Trả đơn" under "Hướng xử lý".
fn mark_of(leaf: &str, groups: &[String]) -> Option<Meaning> {
    let is_short = text::folded_words(leaf).len() <= 5;
    let own = meant_by(leaf);
    let group = groups.iter().rev().find_map(|group| meant_by(group));
    let mark = |column| Some(Meaning::Mark(column, leaf.to_owned()));
    let names_kind = is_short && (terms::kind(leaf).is_some() || terms::is_other_kind(leaf));
    if group == Some(Column::Kind) && names_kind {
        return mark(Column::Kind);
    }
    if own.is_none() && group.is_none() && is_short && terms::kind(leaf).is_some() {
        return mark(Column::Kind);
    }
    let words = text::folded_words(leaf);
    let is_foreign = sense_of(leaf).is_some_and(|sense| sense.column.is_none());
    let names_way = own.is_none() && !is_foreign
        || own == Some(Column::Result) && !terms::has_any(&words, "ket qua|kq|van ban|vb|so|ngay");
    match group {
        Some(Column::Source) if own.is_none() && terms::channel(leaf).is_some() => {
            mark(Column::Source)
        }
        Some(Column::Mode) if names_way => mark(Column::Mode),
        Some(_) | None => None,
    }
}

/// The column that a leaf means under its group: "Ngày" under "Văn bản giao" is the day of that paper.
fn within_group(group: &str, leaf: &str, own: Option<Column>) -> Option<Column> {
    let words = text::folded_words(leaf);
    let first = words.first().map_or("", String::as_str);
    let is_day = first == "ngay"
        && matches!(own, None | Some(Column::ReceivedOn | Column::WrittenOn))
        && !terms::has_any(&words, "nhan|den|viet|vao so");
    let is_number = matches!(first, "so" | "ky" | "van" | "vb" | "cong" | "cv" | "phieu")
        && matches!(own, None | Some(Column::Ordinal | Column::AssigningDocument))
        && !terms::has_any(&words, "phieu|pc");
    let (day, number) = paper_of(group)?;
    if is_day { Some(day) } else { is_number.then_some(number) }
}

/// The day and the number of the paper that a group is about; what it says first is what it is about.
fn paper_of(group: &str) -> Option<(Column, Column)> {
    let words = text::folded_words(group);
    let first = |phrases: &str| {
        phrases.split('|').filter_map(|phrase| terms::place_of(&words, phrase)).min()
    };
    let gives = first("giao|chuyen|phan cong|chi dao");
    let ends = first("ket qua|kq|tra loi|ban hanh|quyet dinh giai quyet|ket luan|bao cao");
    let settles = first("giai quyet|gq|xu ly");
    let of_giving = (Column::AssigningDate, Column::AssigningDocument);
    let of_ending = (Column::ResultDate, Column::Result);
    match (gives, ends) {
        (Some(gives), Some(ends)) if gives > ends => Some(of_ending),
        (Some(_), _) => Some(of_giving),
        (None, Some(_)) => Some(of_ending),
        (None, None) => settles.map(|_| of_ending),
    }
}

/// A row that only names the table, though it stands right above the header: few of its words are those of headers.
fn is_title(row: &TextRow, next: Option<&TextRow>) -> bool {
    let speaks = |words: &str| {
        sense_of(words).is_some() || paper_of(words).is_some() || terms::kind(words).is_some()
    };
    let mut speaking = row.cells.iter().filter(|(_, words)| speaks(words));
    let first = speaking.next();
    let is_group = |place: u32, words: &str| {
        let begins = next.and_then(|row| row.cells.keys().next());
        begins.is_some_and(|begins| *begins < place) && text::folded_words(words).len() <= 4
    };
    speaking.next().is_none() && first.is_none_or(|(place, words)| !is_group(*place, words))
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
