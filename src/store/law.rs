//! The office's own rows of the law, and the record of every change of them.
//!
//! The shipped rows are no part of the store: what is kept here lies over them. Rows and the record of their change are
//! written in one transaction ([`Tx::amend_law`]). Called by `app::law` and `app::amend`.

use redb::ReadableTable;
use serde::{Deserialize, Serialize};

use super::codec::{day, decode, encode, moment, stored};
use super::error::StoreError;
use super::{Snapshot, Tx, tables};
use crate::domain::calendar::own::{DayChange, OwnDay, OwnDayKey};
use crate::domain::calendar::{AnnouncedDays, Closure, DayKind, OfficialYear, Swap};
use crate::domain::id::AccountId;
use crate::domain::own_law::{Approval, LawChange, OwnLaw, RowChange};
use crate::domain::petition::{DocumentMention, Kind};
use crate::domain::rulebook::own::{OwnRule, RuleChange, Settled};
use crate::domain::rulebook::{
    BaseEvent, Complexity, Confidence, Direction, ExtensionCap, Instance, Rule, Stage, Unit,
};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum OwnRuleV1 {
    Added(RuleV1),
    Settled {
        citation: Option<String>,
        confidence: Option<Confidence>,
        note: Option<String>,
        to: Option<i32>,
    },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct RuleV1 {
    id: String,
    family: String,
    name: String,
    stage: Stage,
    kind: Option<Kind>,
    instance: Option<Instance>,
    is_remote: bool,
    value: Option<u16>,
    unit: Unit,
    direction: Direction,
    complex_value: Option<u16>,
    complex_when: Option<String>,
    extensions: Vec<CapV1>,
    base: BaseEvent,
    base_text: String,
    from: i32,
    to: Option<i32>,
    citation: String,
    confidence: Confidence,
    note: Option<String>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct CapV1 {
    complexity: Complexity,
    times: u16,
    days: u16,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum OwnDayV1 {
    Closure { on: i32, name: String },
    Swap { off: i32, worked: i32, name: String },
    Year { year: i32, source: String, confidence: Confidence, days: Vec<AnnouncedV1> },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct AnnouncedV1 {
    on: i32,
    until: Option<i32>,
    kind: DayKind,
    name: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct LawChangeV1 {
    at: i64,
    by: u32,
    reason: String,
    document_number: String,
    document_dated: Option<i32>,
    rows: Vec<RowChangeV1>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum RowChangeV1 {
    Rule { old: Option<Box<RuleV1>>, new: Option<Box<RuleV1>> },
    Day { old: Option<OwnDayV1>, new: Option<OwnDayV1> },
    InternalDays { old: u16, new: u16 },
}

stored!(
    OwnRuleV1 in "own_rule", version 1;
    OwnDayV1 in "own_day", version 1;
    LawChangeV1 in "law_change", version 1;
);

/// The office's own rows, as far as they can be read.
#[derive(Debug)]
pub struct OwnRecords {
    /// What could be read.
    pub law: OwnLaw,
    /// What is there and could not.
    pub unreadable: Vec<StoreError>,
}

impl Tx<'_> {
    /// The own rows as this transaction sees them; all of them, for they are about to be written anew.
    pub fn own_law(&self) -> Result<OwnLaw, StoreError> {
        let records = read(&self.own_rule, &self.own_day, &self.law_change)?;
        records.unreadable.into_iter().next().map_or(Ok(records.law), Err)
    }

    /// Puts these own rows in the place of those that are there, with the record of the change.
    pub fn amend_law(&mut self, own: &OwnLaw, change: &LawChange) -> Result<(), StoreError> {
        self.own_rule.retain(|id, _| own.rules.contains_key(id))?;
        for (id, rule) in &own.rules {
            self.own_rule.insert(id.as_str(), encode(&OwnRuleV1::from(rule))?.as_slice())?;
        }
        self.own_day
            .retain(|key, _| own_key(key).is_some_and(|key| own.days.contains_key(&key)))?;
        for (key, day) in &own.days {
            self.own_day.insert(stored_key(*key), encode(&OwnDayV1::from(day))?.as_slice())?;
        }
        let record = encode(&LawChangeV1::from(change))?;
        self.law_change.insert(change.number, record.as_slice())?;
        Ok(())
    }
}

impl Snapshot {
    /// The office's own rows.
    pub fn own_law(&self) -> Result<OwnRecords, StoreError> {
        read(
            &self.txn.open_table(tables::OWN_RULE)?,
            &self.txn.open_table(tables::OWN_DAY)?,
            &self.txn.open_table(tables::LAW_CHANGE)?,
        )
    }

    /// Every change of them, oldest first.
    pub fn each_law_change(&self) -> Result<Vec<Result<LawChange, StoreError>>, StoreError> {
        let mut changes = Vec::new();
        for row in self.txn.open_table(tables::LAW_CHANGE)?.iter()? {
            let (number, bytes) = row?;
            let record = decode::<LawChangeV1>(&number.value(), bytes.value());
            changes.push(record.map(|record| record.into_domain(number.value())));
        }
        Ok(changes)
    }
}

fn read(
    rules: &impl ReadableTable<&'static str, &'static [u8]>,
    days: &impl ReadableTable<(u8, i32), &'static [u8]>,
    changes: &impl ReadableTable<u32, &'static [u8]>,
) -> Result<OwnRecords, StoreError> {
    let (mut law, mut unreadable) = (OwnLaw::default(), Vec::new());
    for row in rules.iter()? {
        let (id, bytes) = row?;
        match decode::<OwnRuleV1>(&id.value(), bytes.value()) {
            Ok(record) => drop(law.rules.insert(id.value().to_owned(), record.into())),
            Err(error) => unreadable.push(error),
        }
    }
    for row in days.iter()? {
        let (key, bytes) = row?;
        match own_day(key.value(), bytes.value()) {
            Ok((key, day)) => drop(law.days.insert(key, day)),
            Err(error) => unreadable.push(error),
        }
    }
    for row in changes.iter()? {
        let (number, bytes) = row?;
        law.revision = number.value();
        // The last change tells what holds; one that can't be read is named by `verify`.
        let record = decode::<LawChangeV1>(&number.value(), bytes.value());
        for row in record.into_iter().flat_map(|record| record.rows) {
            if let RowChangeV1::InternalDays { new, .. } = row {
                law.internal_days_ahead = Some(new);
            }
        }
    }
    Ok(OwnRecords { law, unreadable })
}

fn own_day(key: (u8, i32), bytes: &[u8]) -> Result<(OwnDayKey, OwnDay), StoreError> {
    let name = format!("{}/{}", key.0, key.1);
    let record: OwnDayV1 = decode(&name, bytes)?;
    let unknown = || StoreError::Corrupt {
        table: "own_day",
        key: name,
        detail: "unknown kind of row".into(),
    };
    Ok((own_key(key).ok_or_else(unknown)?, record.into()))
}

/// Positions of the kinds of own days in keys: only ever appended.
fn stored_key(key: OwnDayKey) -> (u8, i32) {
    match key {
        OwnDayKey::Closure(on) => (0, day::number(on)),
        OwnDayKey::NoSwap(off) => (1, day::number(off)),
        OwnDayKey::Swap(off) => (2, day::number(off)),
        OwnDayKey::Year(year) => (3, year),
    }
}

fn own_key((kind, number): (u8, i32)) -> Option<OwnDayKey> {
    match kind {
        0 => Some(OwnDayKey::Closure(day::date(number))),
        1 => Some(OwnDayKey::NoSwap(day::date(number))),
        2 => Some(OwnDayKey::Swap(day::date(number))),
        3 => Some(OwnDayKey::Year(number)),
        _ => None,
    }
}

impl From<&OwnRule> for OwnRuleV1 {
    fn from(rule: &OwnRule) -> Self {
        match rule {
            OwnRule::Added(rule) => Self::Added(rule.as_ref().into()),
            OwnRule::Settled(settled) => Self::Settled {
                citation: settled.citation.clone(),
                confidence: settled.confidence,
                note: settled.note.clone(),
                to: settled.to.map(day::number),
            },
        }
    }
}

impl From<OwnRuleV1> for OwnRule {
    fn from(record: OwnRuleV1) -> Self {
        match record {
            OwnRuleV1::Added(rule) => Self::Added(Box::new(rule.into())),
            OwnRuleV1::Settled { citation, confidence, note, to } => {
                Self::Settled(Settled { citation, confidence, note, to: to.map(day::date) })
            }
        }
    }
}

impl From<&Rule> for RuleV1 {
    fn from(rule: &Rule) -> Self {
        let caps = rule.extensions.iter();
        Self {
            id: rule.id.clone(),
            family: rule.family.clone(),
            name: rule.name.clone(),
            stage: rule.stage,
            kind: rule.kind,
            instance: rule.instance,
            is_remote: rule.is_remote,
            value: rule.value,
            unit: rule.unit,
            direction: rule.direction,
            complex_value: rule.complex_value,
            complex_when: rule.complex_when.clone(),
            extensions: caps
                .map(|cap| CapV1 { complexity: cap.complexity, times: cap.times, days: cap.days })
                .collect(),
            base: rule.base,
            base_text: rule.base_text.clone(),
            from: day::number(rule.from),
            to: rule.to.map(day::number),
            citation: rule.citation.clone(),
            confidence: rule.confidence,
            note: rule.note.clone(),
        }
    }
}

impl From<RuleV1> for Rule {
    fn from(record: RuleV1) -> Self {
        let caps = record.extensions.into_iter();
        Self {
            id: record.id,
            family: record.family,
            name: record.name,
            stage: record.stage,
            kind: record.kind,
            instance: record.instance,
            is_remote: record.is_remote,
            value: record.value,
            unit: record.unit,
            direction: record.direction,
            complex_value: record.complex_value,
            complex_when: record.complex_when,
            extensions: caps
                .map(|cap| ExtensionCap {
                    complexity: cap.complexity,
                    times: cap.times,
                    days: cap.days,
                })
                .collect(),
            base: record.base,
            base_text: record.base_text,
            from: day::date(record.from),
            to: record.to.map(day::date),
            citation: record.citation,
            confidence: record.confidence,
            note: record.note,
        }
    }
}

impl From<&OwnDay> for OwnDayV1 {
    fn from(row: &OwnDay) -> Self {
        match row {
            OwnDay::Closure(closure) => {
                Self::Closure { on: day::number(closure.on), name: closure.name.clone() }
            }
            OwnDay::Swap(swap) => Self::Swap {
                off: day::number(swap.off),
                worked: day::number(swap.worked),
                name: swap.name.clone(),
            },
            OwnDay::Year(year) => {
                let days = year.days.iter().map(|days| AnnouncedV1 {
                    on: day::number(days.on),
                    until: days.until.map(day::number),
                    kind: days.kind,
                    name: days.name.clone(),
                });
                Self::Year {
                    year: year.year,
                    source: year.source.clone(),
                    confidence: year.confidence,
                    days: days.collect(),
                }
            }
        }
    }
}

impl From<OwnDayV1> for OwnDay {
    fn from(record: OwnDayV1) -> Self {
        match record {
            OwnDayV1::Closure { on, name } => Self::Closure(Closure { on: day::date(on), name }),
            OwnDayV1::Swap { off, worked, name } => {
                Self::Swap(Swap { off: day::date(off), worked: day::date(worked), name })
            }
            OwnDayV1::Year { year, source, confidence, days } => {
                let days = days.into_iter().map(|days| AnnouncedDays {
                    on: day::date(days.on),
                    until: days.until.map(day::date),
                    kind: days.kind,
                    name: days.name,
                });
                Self::Year(OfficialYear { year, source, confidence, days: days.collect() })
            }
        }
    }
}

impl From<&LawChange> for LawChangeV1 {
    fn from(change: &LawChange) -> Self {
        let rows = change.rows.iter().map(|row| match row {
            RowChange::Rule(rule) => RowChangeV1::Rule {
                old: rule.old.as_ref().map(|rule| Box::new(rule.into())),
                new: rule.new.as_ref().map(|rule| Box::new(rule.into())),
            },
            RowChange::Day(row) => RowChangeV1::Day {
                old: row.old.as_ref().map(Into::into),
                new: row.new.as_ref().map(Into::into),
            },
            RowChange::InternalDays { old, new } => {
                RowChangeV1::InternalDays { old: *old, new: *new }
            }
        });
        let approval = &change.approval;
        Self {
            at: moment::millis(change.at),
            by: change.by.0,
            reason: approval.reason.clone(),
            document_number: approval.document.number.clone(),
            document_dated: approval.document.dated.map(day::number),
            rows: rows.collect(),
        }
    }
}

impl LawChangeV1 {
    fn into_domain(self, number: u32) -> LawChange {
        let rows = self.rows.into_iter().map(|row| match row {
            RowChangeV1::Rule { old, new } => RowChange::Rule(Box::new(RuleChange {
                old: old.map(|rule| (*rule).into()),
                new: new.map(|rule| (*rule).into()),
            })),
            RowChangeV1::Day { old, new } => {
                RowChange::Day(DayChange { old: old.map(Into::into), new: new.map(Into::into) })
            }
            RowChangeV1::InternalDays { old, new } => RowChange::InternalDays { old, new },
        });
        let document = DocumentMention {
            number: self.document_number,
            dated: self.document_dated.map(day::date),
        };
        LawChange {
            number,
            at: moment::instant(self.at),
            by: AccountId(self.by),
            approval: Approval { reason: self.reason, document },
            rows: rows.collect(),
        }
    }
}
