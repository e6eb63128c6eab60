//! The office's own rows over the shipped ones: rows that it added, and what it settled about shipped rows.
//!
//! Owns [`OwnRules`], the edits of it ([`RuleEdit`]) and [`compose`], which lays them over the shipped rows.
//! Invariant: number and unit of a row never change, so a case keeps what it was judged by; a change of the law is a
//! new row of the same family, and only a row that has not begun to hold can be taken back. Where a later release ships
//! a row that an own row leaves no room for, the own one holds and the other is set aside, never the reverse.
//! Called by `app::law` at the start and by `app::amend`, which keeps the outcome.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::{Confidence, Rule, RuleRows, Rulebook, RulebookError, check};

/// Longest identifier of a row, in bytes.
const ID_MAX: usize = 24;

/// What the office has of its own about the rules, by identifier.
pub type OwnRules = BTreeMap<String, OwnRule>;

/// What the office has of its own about one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum OwnRule {
    /// A row that it added.
    Added(Box<Rule>),
    /// What it settled about a shipped row; the rest follows the release.
    Settled(Settled),
}

/// What an office settles about a shipped row; `None` leaves it as shipped.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Settled {
    /// Where it stands in the law.
    pub citation: Option<String>,
    /// How sure it is: [`Confidence::H`] once somebody has compared it with the text.
    pub confidence: Option<Confidence>,
    /// Remarks; empty takes the shipped ones away.
    pub note: Option<String>,
    /// Last day.
    pub to: Option<NaiveDate>,
}

/// One change of the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleEdit {
    /// Citation, confidence and remarks; nothing that a due date depends on.
    Correct {
        /// The row.
        id: String,
        /// Where it stands in the law.
        citation: String,
        /// How sure it is.
        confidence: Confidence,
        /// Remarks.
        note: Option<String>,
    },
    /// The row holds for base events up to and with a day.
    End {
        /// The row.
        id: String,
        /// The last day.
        to: NaiveDate,
    },
    /// A new row of a family; the one before it ends the day before.
    Add(Box<Rule>),
    /// Takes back an own row that has not begun to hold; the one before it goes on.
    TakeBack {
        /// The row.
        id: String,
    },
}

/// Why an edit is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleFault {
    /// There is no such row.
    NoSuchRule,
    /// The identifier has other signs than letters, digits, points and hyphens, or is too long.
    BadId,
    /// A row has this identifier, or had it.
    IdTaken,
    /// Nothing says where it stands in the law.
    NoCitation,
    /// A term without a number, or a number where the unit has none.
    Value,
    /// The longer term or the extension makes no sense.
    Variant,
    /// It ends before it begins.
    Dates,
    /// The row that it follows begins on this day or later.
    BeginsTooEarly(NaiveDate),
    /// It ended already, on this day.
    Ended(NaiveDate),
    /// It would hold on the same day and for the same matter as this row.
    Overlaps(String),
    /// Nothing would change.
    Unchanged,
    /// Only an own row that has not begun to hold is taken back; others are ended.
    InForce,
}

impl From<RulebookError> for RuleFault {
    fn from(error: RulebookError) -> Self {
        match error {
            RulebookError::Twice(_) => Self::IdTaken,
            RulebookError::Overlap(other, _) => Self::Overlaps(other),
            RulebookError::Value(_) => Self::Value,
            RulebookError::Dates(_) => Self::Dates,
            RulebookError::NoCitation(_) => Self::NoCitation,
            RulebookError::Variant(_) => Self::Variant,
        }
    }
}

/// A row before and after a change; `None` where it was not there, or is not any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleChange {
    /// As it was.
    pub old: Option<Rule>,
    /// As it is.
    pub new: Option<Rule>,
}

/// The rules as they hold for the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComposedRules {
    /// All rows that hold.
    pub rulebook: Rulebook,
    /// Shipped rows for which own rows leave no room, by identifier.
    pub set_aside: Vec<String>,
}

/// Lays the office's own rows over the shipped ones.
pub fn compose(shipped: &RuleRows, own: &OwnRules) -> ComposedRules {
    let is_kept = |kept: &[Rule], rule: &Rule| {
        check(rule).is_ok()
            && kept
                .iter()
                .all(|one| !one.id.eq_ignore_ascii_case(&rule.id) && !one.competes_with(rule))
    };
    let mut kept: Vec<Rule> = Vec::new();
    for row in own.values() {
        if let OwnRule::Added(rule) = row {
            kept.push(rule.as_ref().clone());
        }
    }
    let added = kept.len();
    let mut set_aside = Vec::new();
    let (settled, plain): (Vec<&Rule>, Vec<&Rule>) =
        shipped.rule.iter().partition(|rule| own.contains_key(&rule.id));
    for rule in settled.into_iter().chain(plain) {
        let rule = match own.get(&rule.id) {
            Some(OwnRule::Settled(settled)) => with(rule, settled),
            Some(OwnRule::Added(_)) | None => rule.clone(),
        };
        if is_kept(&kept, &rule) {
            kept.push(rule);
        } else {
            set_aside.push(rule.id);
        }
    }
    let own_rows: Vec<Rule> = kept.drain(..added).collect();
    ComposedRules { rulebook: Rulebook { rules: in_order(shipped, kept, own_rows) }, set_aside }
}

/// The shipped rows in the order of the law, each own one behind the last row of its family.
fn in_order(shipped: &RuleRows, mut rows: Vec<Rule>, mut own: Vec<Rule>) -> Vec<Rule> {
    rows.sort_by_key(|rule| shipped.rule.iter().position(|one| one.id == rule.id));
    own.sort_by_key(|rule| rule.from);
    for rule in own {
        let last = rows.iter().rposition(|one| one.family.eq_ignore_ascii_case(&rule.family));
        rows.insert(last.map_or(rows.len(), |last| last + 1), rule);
    }
    rows
}

fn with(rule: &Rule, settled: &Settled) -> Rule {
    let mut rule = rule.clone();
    if let Some(citation) = &settled.citation {
        rule.citation.clone_from(citation);
    }
    rule.confidence = settled.confidence.unwrap_or(rule.confidence);
    rule.note = settled.note.clone().or(rule.note).filter(|note| !note.is_empty());
    rule.to = settled.to.or(rule.to);
    rule
}

/// The own rows after an edit, and which rows it changes.
///
/// # Errors
/// When the edit makes no sense, or leaves two rows for one matter on one day.
pub fn edit(
    shipped: &RuleRows,
    own: &OwnRules,
    edit: &RuleEdit,
    today: NaiveDate,
) -> Result<(OwnRules, Vec<RuleChange>), RuleFault> {
    let before = compose(shipped, own);
    let mut after = own.clone();
    match edit {
        RuleEdit::Correct { id, citation, confidence, note } => {
            let old = before.rulebook.rule(id).ok_or(RuleFault::NoSuchRule)?;
            let (citation, note) = (citation.clone(), note.clone());
            put(&mut after, old, Rule { citation, note, confidence: *confidence, ..old.clone() });
        }
        RuleEdit::End { id, to } => {
            let old = before.rulebook.rule(id).ok_or(RuleFault::NoSuchRule)?;
            if let Some(ended) = old.to.filter(|ended| ended <= to) {
                return Err(RuleFault::Ended(ended));
            }
            put(&mut after, old, Rule { to: Some(*to), ..old.clone() });
        }
        RuleEdit::Add(rule) => {
            check_id(&rule.id)?;
            let has_it = |id: &str| id.eq_ignore_ascii_case(&rule.id);
            if shipped.rule.iter().any(|one| has_it(&one.id)) || own.keys().any(|id| has_it(id)) {
                return Err(RuleFault::IdTaken);
            }
            end_the_one_before(&before.rulebook, rule, &mut after)?;
            after.insert(rule.id.clone(), OwnRule::Added(rule.clone()));
        }
        RuleEdit::TakeBack { id } => take_back(&before.rulebook, id, &mut after, today)?,
    }
    for row in after.values() {
        if let OwnRule::Added(rule) = row {
            check(rule)?;
        }
    }
    let composed = compose(shipped, &after);
    let changes = differences(&before.rulebook, &composed.rulebook);
    refuse_conflicts(&before, &composed, &after)?;
    if changes.is_empty() { Err(RuleFault::Unchanged) } else { Ok((after, changes)) }
}

fn check_id(id: &str) -> Result<(), RuleFault> {
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    let is_good = !id.is_empty()
        && id.len() <= ID_MAX
        && id.bytes().all(is_sign)
        && id.starts_with(|c: char| c.is_ascii_alphabetic());
    if is_good { Ok(()) } else { Err(RuleFault::BadId) }
}

/// Keeps what the office settled about a row: an own one whole, of a shipped one no more than what differs.
fn put(own: &mut OwnRules, old: &Rule, new: Rule) {
    let known = own.entry(old.id.clone()).or_insert_with(|| OwnRule::Settled(Settled::default()));
    match known {
        OwnRule::Added(rule) => **rule = new,
        OwnRule::Settled(settled) => {
            if new.citation != old.citation {
                settled.citation = Some(new.citation);
            }
            if new.confidence != old.confidence {
                settled.confidence = Some(new.confidence);
            }
            if new.note != old.note {
                settled.note = Some(new.note.unwrap_or_default());
            }
            if new.to != old.to {
                settled.to = new.to;
            }
        }
    }
}

/// The rows of the family and place of a rule, itself left out.
fn siblings<'a>(rulebook: &'a Rulebook, rule: &'a Rule) -> impl Iterator<Item = &'a Rule> {
    rulebook.rules.iter().filter(|one| {
        one.family.eq_ignore_ascii_case(&rule.family)
            && one.is_remote == rule.is_remote
            && one.id != rule.id
    })
}

fn end_the_one_before(
    rulebook: &Rulebook,
    rule: &Rule,
    own: &mut OwnRules,
) -> Result<(), RuleFault> {
    let Some(last) = siblings(rulebook, rule).max_by_key(|one| one.from) else { return Ok(()) };
    if rule.from <= last.from {
        return Err(RuleFault::BeginsTooEarly(last.from));
    }
    if last.to.is_none_or(|to| rule.from <= to) {
        put(own, last, Rule { to: rule.from.pred_opt(), ..last.clone() });
    }
    Ok(())
}

fn take_back(
    rulebook: &Rulebook,
    id: &str,
    own: &mut OwnRules,
    today: NaiveDate,
) -> Result<(), RuleFault> {
    let rule = rulebook.rule(id).ok_or(RuleFault::NoSuchRule)?;
    if !matches!(own.get(&rule.id), Some(OwnRule::Added(_))) || rule.from <= today {
        return Err(RuleFault::InForce);
    }
    own.remove(&rule.id);
    let before =
        siblings(rulebook, rule).find(|one| one.to.is_some() && one.to == rule.from.pred_opt());
    match before.and_then(|one| own.get_mut(&one.id)) {
        Some(OwnRule::Settled(settled)) => settled.to = None,
        Some(OwnRule::Added(one)) => one.to = rule.to,
        None => {}
    }
    Ok(())
}

/// An edit may not push a row out, nor two own rows onto one day.
fn refuse_conflicts(
    before: &ComposedRules,
    after: &ComposedRules,
    own: &OwnRules,
) -> Result<(), RuleFault> {
    let own_rows = own.values().filter_map(|row| match row {
        OwnRule::Added(rule) => Some(rule.as_ref().clone()),
        OwnRule::Settled(_) => None,
    });
    Rulebook::new(RuleRows { rule: own_rows.collect() })?;
    match after.set_aside.iter().find(|id| !before.set_aside.contains(id)) {
        Some(id) => Err(RuleFault::Overlaps(id.clone())),
        None => Ok(()),
    }
}

fn differences(before: &Rulebook, after: &Rulebook) -> Vec<RuleChange> {
    let of_before = before.rules.iter().filter_map(|old| {
        let new = after.rule(&old.id);
        let is_same = new.is_some_and(|new| new == old);
        (!is_same).then(|| RuleChange { old: Some(old.clone()), new: new.cloned() })
    });
    let of_after = after.rules.iter().filter(|new| before.rule(&new.id).is_none());
    let added = of_after.map(|new| RuleChange { old: None, new: Some(new.clone()) });
    of_before.chain(added).collect()
}

#[cfg(test)]
mod tests;
