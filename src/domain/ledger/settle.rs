//! What a header leaves open and the values under it tell.
//!
//! Vocabularies are known: kinds, days, ways of coming in, units, the two ways of assignment, names of people.
//! A header that offices use for one or the other is read by its values; a column whose header says nothing is taken
//! for a missing one only where nearly all of its values speak for that, and no other column's do.
//! Called by `book` and `reading` when a header was found.

use std::collections::BTreeMap;

use super::column::{Column, candidates};
use super::date;
use super::header::{Header, Meaning, TextRow};
use super::line;
use super::sender;
use super::terms;
use crate::domain::text;

/// Rows under the header that are asked.
const ASKED: usize = 100;
/// Fewest values that say something about an unknown column.
const ENOUGH: usize = 4;

/// Columns that values can tell, the surest first.
const MISSABLE: [Column; 7] = [
    Column::Kind,
    Column::ReceivedOn,
    Column::Source,
    Column::Unit,
    Column::Mode,
    Column::Sender,
    Column::Content,
];
/// Shortest content of most petitions, in characters.
const CONTENT_CHARS: usize = 25;

/// Settles the open columns of `header` by the `rows` under it.
pub(super) fn by_values(header: &mut Header, rows: &[TextRow]) {
    let is_open = header
        .columns
        .values()
        .any(|(words, meaning)| *meaning == Meaning::Other || candidates(words).is_some());
    if !is_open {
        return;
    }
    let shares = Shares::of(header, rows);
    read_ambiguous(header, &shares);
    for column in MISSABLE {
        let is_there =
            header.has(column) || column == Column::Sender && header.has(Column::SenderAndAddress);
        if !is_there {
            find_missing(header, &shares, column);
        }
    }
}

/// How many of a column's values speak for each vocabulary.
struct Shares {
    filled: BTreeMap<u32, usize>,
    fitting: BTreeMap<(u32, Column), usize>,
}

impl Shares {
    fn of(header: &Header, rows: &[TextRow]) -> Self {
        let mut shares = Self { filled: BTreeMap::new(), fitting: BTreeMap::new() };
        let is_open = |(words, meaning): &(String, Meaning)| {
            *meaning == Meaning::Other || candidates(words).is_some()
        };
        let open: Vec<u32> = header
            .columns
            .iter()
            .filter(|(_, column)| is_open(column))
            .map(|(place, _)| *place)
            .collect();
        let told = rows.iter().take(ASKED).filter(|row| row.cells.len() > 2);
        for row in told.filter(|row| !line::is_column_numbers(row) && !line::is_footer(row)) {
            for (place, words) in open.iter().filter_map(|at| row.cells.get_key_value(at)) {
                *shares.filled.entry(*place).or_default() += 1;
                for column in vocabularies(words) {
                    *shares.fitting.entry((*place, column)).or_default() += 1;
                }
            }
        }
        shares
    }

    /// Whether at least `tenths` of the column's values, and `least` of them, speak for it.
    fn fits(&self, place: u32, column: Column, tenths: usize, least: usize) -> bool {
        let filled = self.filled.get(&place).copied().unwrap_or_default();
        let fitting = self.fitting.get(&(place, column)).copied().unwrap_or_default();
        fitting >= least && fitting * 10 >= filled * tenths
    }
}

/// The vocabularies that a value belongs to.
fn vocabularies(words: &str) -> Vec<Column> {
    let letters = words.chars().count();
    let is_short = letters <= 60;
    let is_day = date::parse(words, Some(2000)).is_ok();
    let names_kind = is_short && terms::kind(words).is_some();
    let names_way = is_short && terms::channel(words).is_some();
    [
        (Column::Kind, names_kind),
        (Column::ReceivedOn, is_day),
        (Column::Source, names_way),
        (Column::Unit, is_short && !names_way && names_unit(words)),
        (Column::Mode, is_short && !names_kind && terms::mode(words).is_some()),
        (Column::Sender, is_short && sender::names_person(words)),
        (Column::Content, letters >= CONTENT_CHARS && !names_unit(words)),
    ]
    .into_iter()
    .filter_map(|(column, fits)| fits.then_some(column))
    .collect()
}

/// "Phòng TNMT", "UBND phường X": begins as the names of units do.
fn names_unit(words: &str) -> bool {
    let folded = text::folded_words(words);
    UNITS.split('|').any(|phrase| terms::begins_with(&folded, phrase))
}

/// How names of units begin.
const UNITS: &str = "phong|p|ubnd|uy ban|ban|doi|trung tam|tt|cong an|ca|thanh tra|chi cuc|chi nhanh|van phong|vp|vpdk|\
    hat|tram|to|so|benh vien|truong|dai|hoi|mttq|mat tran|doan|xa|phuong|thi tran|dia chinh|tu phap|toa an|tand|vien|\
    vks|ubkt|huyen uy|thanh uy|bch|qldt|tnmt|ubmttq|hdnd|quy|cong ty|bql";

/// An ambiguous header means the candidate that most of its values speak for.
fn read_ambiguous(header: &mut Header, shares: &Shares) {
    let open: Vec<(u32, &[Column])> = header
        .columns
        .iter()
        .filter(|(_, (_, meaning))| matches!(meaning, Meaning::Value(_) | Meaning::Other))
        .filter_map(|(place, (words, _))| Some((*place, candidates(words)?)))
        .collect();
    for (place, columns) in open {
        let Some((_, current)) = header.columns.get(&place) else { continue };
        let current = current.clone();
        let best = columns.iter().find(|column| shares.fits(place, **column, 7, 2));
        let Some(best) = best.filter(|best| current != Meaning::Value(**best)) else { continue };
        // Where another column is surely that one, this one is only not what it seemed.
        let meaning = if header.has(*best) { Meaning::Other } else { Meaning::Value(*best) };
        let said_of_another = current != Meaning::Other;
        if said_of_another || meaning != Meaning::Other {
            header.columns.entry(place).and_modify(|(_, of)| *of = meaning);
        }
    }
}

/// A missing column is the one unknown column whose values all speak for it.
fn find_missing(header: &mut Header, shares: &Shares, column: Column) {
    let unknown = header.columns.iter().filter(|(_, (_, meaning))| *meaning == Meaning::Other);
    let mut fitting =
        unknown.map(|(place, _)| *place).filter(|place| shares.fits(*place, column, 9, ENOUGH));
    let (first, second) = (fitting.next(), fitting.next());
    if let (Some(place), None) = (first, second) {
        header.columns.entry(place).and_modify(|(_, of)| *of = Meaning::Value(column));
    }
}
