//! Sửa thông tin: what the intake wrote down is put right by a new event that keeps the old value.
//!
//! Owns the fields that can be corrected, how each is told as text, and the rule of what a protected sender's history may
//! not show. The kind is corrected by classification, days and documents of steps by [`step`].
//! Invariant: a change that is concealed holds no value, and the store keeps the old one under seal; the record agrees
//! with the last change of each field ([`fault`], which `verify` calls). Called by `app::correct` and the store.

pub mod step;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::event::{Event, Happening};
use super::permission::{Actor, Role};
use super::petition::{Facts, Petition, closed_set};
use super::workflow::Capacity;

closed_set! {
    /// What a correction puts right.
    CorrectedField {
        /// Day of receipt.
        ReceivedOn = "ngay-nhan",
        /// Day written in the petition.
        WrittenOn = "ngay-viet",
        /// Channel.
        Channel = "nguon",
        /// The body that forwarded it.
        FromBody = "co-quan-chuyen",
        /// Name of the sender; without one the petition is anonymous.
        Name = "ho-ten",
        /// Identity number of the sender.
        IdentityNumber = "cccd",
        /// Telephone of the sender.
        Phone = "dien-thoai",
        /// Address of the sender.
        Address = "dia-chi",
        /// Ward of the sender.
        Ward = "phuong-xa",
        /// How many people.
        GroupSize = "so-nguoi",
        /// Field, as the intake wrote it down.
        Field = "linh-vuc",
        /// The one complained of or denounced.
        Respondent = "bi-khieu-nai",
        /// The matter.
        Content = "noi-dung",
        /// Papers that came with it.
        Enclosures = "giay-to",
        /// Whether originals are among them: `1` or nothing.
        HasOriginals = "ban-goc",
        /// The officer's remark.
        Note = "ghi-chu",
    }
}

impl CorrectedField {
    /// Whether it tells who the sender is.
    pub fn is_of_sender(self) -> bool {
        match self {
            Self::Name | Self::IdentityNumber | Self::Phone | Self::Address | Self::Ward => true,
            Self::ReceivedOn
            | Self::WrittenOn
            | Self::Channel
            | Self::FromBody
            | Self::GroupSize
            | Self::Field
            | Self::Respondent
            | Self::Content
            | Self::Enclosures
            | Self::HasOriginals
            | Self::Note => false,
        }
    }

    /// Whether its old value is kept under seal once the sender is protected: what tells who it is, and free text, which
    /// is often corrected because it told too much (LTC 2018 Đ.56).
    pub fn is_concealed_under_seal(self) -> bool {
        match self {
            Self::FromBody | Self::Respondent | Self::Content | Self::Enclosures | Self::Note => {
                true
            }
            Self::ReceivedOn
            | Self::WrittenOn
            | Self::Channel
            | Self::Name
            | Self::IdentityNumber
            | Self::Phone
            | Self::Address
            | Self::Ward
            | Self::GroupSize
            | Self::Field
            | Self::HasOriginals => self.is_of_sender(),
        }
    }
}

/// One field that was put right. Values are text: days as `yyyy-mm-dd`, members of sets by their code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which field.
    pub field: CorrectedField,
    /// The values, unless they are under seal.
    pub values: Option<Values>,
}

/// What a field held and holds; `None` is blank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Values {
    /// Before.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
}

/// What was put right, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// At least one.
    pub changes: Vec<Change>,
    /// Why.
    pub reason: String,
}

/// The old value of a concealed change, as it is kept under seal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Kept {
    /// Number of the event in the history.
    pub event: u32,
    /// Which field.
    pub field: CorrectedField,
    /// What it held; `None` is blank.
    pub old: Option<String>,
}

impl Correction {
    /// What is told under seal: the names of concealed fields; their old values, to be kept apart.
    pub fn conceal(&mut self, event: u32) -> Vec<Kept> {
        let mut kept = Vec::new();
        for change in &mut self.changes {
            if change.field.is_concealed_under_seal()
                && let Some(values) = change.values.take()
            {
                kept.push(Kept { event, field: change.field, old: values.old });
            }
        }
        kept
    }
}

/// The fields of a petition's facts as texts; of a protected sender without the person, unless it was opened.
#[derive(Debug, Clone, Copy)]
pub struct Correctable<'a>(pub &'a Facts);

impl Correctable<'_> {
    /// A field as text; `None` is blank.
    pub fn text(self, field: CorrectedField) -> Option<String> {
        let facts = self.0;
        let person = facts.petitioner.as_ref();
        match field {
            CorrectedField::ReceivedOn => Some(facts.received_on.to_string()),
            CorrectedField::WrittenOn => facts.written_on.map(|day| day.to_string()),
            CorrectedField::Channel => Some(facts.source.as_ref()?.channel.code().to_owned()),
            CorrectedField::FromBody => facts.source.as_ref()?.from_body.clone(),
            CorrectedField::Name => Some(person?.name.clone()),
            CorrectedField::IdentityNumber => {
                Some(person?.identity_number.as_ref()?.as_str().to_owned())
            }
            CorrectedField::Phone => Some(person?.phone.as_ref()?.as_str().to_owned()),
            CorrectedField::Address => person?.address.clone(),
            CorrectedField::Ward => person?.ward.clone(),
            CorrectedField::GroupSize => Some(facts.group_size.to_string()),
            CorrectedField::Field => facts.field.map(|field| field.code().to_owned()),
            CorrectedField::Respondent => facts.respondent.clone(),
            CorrectedField::Content => Some(facts.content.clone()),
            CorrectedField::Enclosures => facts.enclosures.clone(),
            CorrectedField::HasOriginals => facts.has_originals.then(|| "1".to_owned()),
            CorrectedField::Note => facts.note.clone(),
        }
    }

    /// What differs in `after`, in the order of the form.
    pub fn changes(self, after: Correctable<'_>) -> Vec<Change> {
        let changed = |field: &CorrectedField| {
            let values = Values { old: self.text(*field), new: after.text(*field) };
            (values.old != values.new).then_some(Change { field: *field, values: Some(values) })
        };
        CorrectedField::ALL.iter().filter_map(changed).collect()
    }
}

/// In which capacity the actor may put the intake's facts right; `None` is not at all. Whoever registered the petition
/// may, and the desk.
pub fn may_correct(actor: &Actor, petition: &Petition) -> Option<Capacity> {
    if !actor.may_read(petition) {
        return None;
    }
    let is_own = petition.entered_by == Some(actor.account);
    let fits = |role: Role| match role {
        Role::DeskOfficer | Role::DeskHead => true,
        Role::IntakeOfficer => is_own,
        Role::Leader
        | Role::UnitOfficer
        | Role::UnitHead
        | Role::Inspector
        | Role::Administrator => false,
    };
    let post = actor.posts.iter().copied().find(|post| fits(post.role))?;
    Some(Capacity { post, on_behalf_of: None })
}

/// The last day on which a petition with this history can have been received: that of its first step.
pub fn last_receipt(history: &[Event]) -> Option<NaiveDate> {
    let history = step::as_corrected(history);
    let is_step = |event: &&Event| step::moves(&event.happening);
    history.iter().filter(is_step).map(|event| event.on).min()
}

/// The first field whose corrections do not follow from each other, or do not lead to the record.
pub fn fault(petition: &Petition, history: &[Event]) -> Option<CorrectedField> {
    let record = Correctable(&petition.facts);
    CorrectedField::ALL.iter().copied().find(|field| {
        let mut known: Option<Option<&str>> = None;
        for change in changes_of(history).filter(|change| change.field == *field) {
            let Some(values) = &change.values else {
                known = None;
                continue;
            };
            if known.is_some_and(|known| known != values.old.as_deref()) {
                return true;
            }
            known = Some(values.new.as_deref());
        }
        known.is_some_and(|known| known != record.text(*field).as_deref())
    })
}

/// Tells in a history again what was kept under seal, after the seal was lifted; gives the numbers of the events that
/// changed.
///
/// A concealed change kept its old value only: the new one is what the next change of the field held before, or the record.
pub fn reveal(record: Correctable<'_>, history: &mut [Event], kept: &[Kept]) -> Vec<u32> {
    let mut known: BTreeMap<CorrectedField, Option<String>> = BTreeMap::new();
    let mut changed = Vec::new();
    for (place, event) in history.iter_mut().enumerate().rev() {
        let number = u32::try_from(place + 1).unwrap_or(u32::MAX);
        let Happening::Corrected(correction) = &mut event.happening else { continue };
        for change in &mut correction.changes {
            let field = change.field;
            let is_its = |one: &&Kept| (one.event, one.field) == (number, field);
            let new = known.get(&field).cloned().unwrap_or_else(|| record.text(field));
            if let (None, Some(old)) = (&change.values, kept.iter().find(is_its)) {
                change.values = Some(Values { old: old.old.clone(), new });
                changed.push(number);
            }
            if let Some(values) = &change.values {
                known.insert(field, values.old.clone());
            }
        }
    }
    changed.dedup();
    changed
}

/// Whether a history tells what a protected sender's may not.
pub fn tells_too_much(history: &[Event]) -> bool {
    changes_of(history)
        .any(|change| change.field.is_concealed_under_seal() && change.values.is_some())
}

fn changes_of(history: &[Event]) -> impl Iterator<Item = &Change> {
    let corrected = history.iter().filter_map(|event| {
        if let Happening::Corrected(correction) = &event.happening {
            Some(correction)
        } else {
            None
        }
    });
    corrected.flat_map(|correction| &correction.changes)
}

#[cfg(test)]
mod tests;
