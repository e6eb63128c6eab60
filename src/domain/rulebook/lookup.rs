//! A rule as people name it: an identifier or a family, in any case, with `-VX` for remote places.
//!
//! A family means its row in force on the day. An identifier that is no longer in force gives way to the row that took
//! its place only where it is the name of the family too; otherwise the answer says what the family has.
//! Called by `deadline::lookup`, so by the command line and the calculator page.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use thiserror::Error;

use super::{Rule, Rulebook};

/// The ending that asks for the term of vùng sâu, vùng xa.
const REMOTE: &str = "-VX";
/// How many likely names an answer lists.
const MOST_LIKELY: usize = 8;
/// How many slips of the hand a name may have and still be meant.
const MOST_SLIPS: usize = 2;

/// No row is meant by what was typed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UnknownRule {
    /// There is no such name.
    #[error("no rule is called {asked:?}; like it: {}", likely.join(", "))]
    NoSuchName {
        /// What was typed.
        asked: String,
        /// Names that exist, likeliest first.
        likely: Vec<String>,
    },
    /// The name exists, but none of its rows holds on that day.
    #[error(
        "{asked:?} is not in force on {on}; of the family: {}; for the same matter on that day: {}",
        spans(rows),
        instead.as_deref().unwrap_or("none")
    )]
    NotInForce {
        /// What was typed.
        asked: String,
        /// The day of the base event.
        on: NaiveDate,
        /// The rows of its family: identifier, first day, last day.
        rows: Vec<(String, NaiveDate, Option<NaiveDate>)>,
        /// The row of another family that holds for the same matter on that day (TC11-KT for TC-KT before 2019).
        instead: Option<String>,
    },
}

fn spans(rows: &[(String, NaiveDate, Option<NaiveDate>)]) -> String {
    let row = |(id, from, to): &(String, NaiveDate, Option<NaiveDate>)| match to {
        Some(to) => format!("{id} ({from} to {to})"),
        None => format!("{id} (from {from})"),
    };
    rows.iter().map(row).collect::<Vec<_>>().join(", ")
}

impl Rulebook {
    /// The row that a name means for a base event on a day.
    pub fn named(&self, asked: &str, on: NaiveDate) -> Result<&Rule, UnknownRule> {
        let name = asked.trim().to_ascii_uppercase();
        let exact = self.rule(&name);
        if let Some(rule) = exact.filter(|rule| rule.is_in_force(on)) {
            return Ok(rule);
        }
        let is_family = |name: &str| self.rules.iter().any(|rule| rule.is_of_family(name));
        let (family, is_remote) = match name.strip_suffix(REMOTE) {
            Some(family) if !is_family(&name) => (family, true),
            Some(_) | None => (name.as_str(), false),
        };
        if !is_family(family) {
            return Err(match exact {
                Some(rule) => self.not_in_force(asked, &rule.family, on),
                None => self.no_such_name(asked, &name),
            });
        }
        self.of_family(family, on, is_remote).ok_or_else(|| self.not_in_force(asked, family, on))
    }

    fn not_in_force(&self, asked: &str, family: &str, on: NaiveDate) -> UnknownRule {
        let of_family: Vec<&Rule> =
            self.rules.iter().filter(|rule| rule.is_of_family(family)).collect();
        let same_matter = |rule: &&Rule| {
            rule.stage.is_clock()
                && rule.is_in_force(on)
                && of_family.first().is_some_and(|first| {
                    (first.stage, first.kind, first.instance, first.is_remote)
                        == (rule.stage, rule.kind, rule.instance, rule.is_remote)
                })
        };
        let instead = self.rules.iter().find(same_matter).map(|rule| rule.id.clone());
        let rows = of_family.iter().map(|rule| (rule.id.clone(), rule.from, rule.to)).collect();
        UnknownRule::NotInForce { asked: asked.trim().to_owned(), on, rows, instead }
    }

    fn no_such_name(&self, asked: &str, name: &str) -> UnknownRule {
        let names = self.rules.iter().flat_map(|rule| [&*rule.id, &*rule.family]);
        let ranked: BTreeSet<(usize, &str)> =
            names.filter_map(|known| Some((distance(name, known)?, known))).collect();
        let likely = ranked.into_iter().take(MOST_LIKELY).map(|(_, id)| id.to_owned()).collect();
        UnknownRule::NoSuchName { asked: asked.trim().to_owned(), likely }
    }
}

impl Rule {
    fn is_of_family(&self, family: &str) -> bool {
        self.family.eq_ignore_ascii_case(family)
    }
}

/// How unlike a typed name is an identifier: slips of the hand first, then the same beginning; `None` is unlike.
fn distance(typed: &str, id: &str) -> Option<usize> {
    let id = id.to_ascii_uppercase();
    let slips = edits(typed, &id);
    if slips <= MOST_SLIPS {
        return Some(slips);
    }
    let alike = typed.bytes().zip(id.bytes()).take_while(|(a, b)| a == b).count();
    (alike >= 2).then(|| MOST_SLIPS + 1 + typed.len().max(id.len()) - alike)
}

/// Letters to add, drop or change between two names.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (place, letter) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = place + 1;
        for (column, other) in b.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *other);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[b.len()]
}
