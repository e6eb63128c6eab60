//! What the practice office did with a petition: who got it, by when, and how it ended.
//!
//! Invariants: handed over after it was received, due after it was handed over, ended after it was handed over,
//! and nothing after the last day. About one in ten ends late; so only recent petitions are still open.

use chrono::NaiveDate;

use super::calendar::OfficeDays;
use super::random::Random;
use crate::domain::id::UnitId;
use crate::domain::petition::{
    Assignment, AssignmentMode, DocumentMention, Kind, Outcome, ResultKind,
};

/// What became of a petition by the last day.
#[derive(Debug, Default)]
pub(super) struct Handling {
    pub(super) assignment: Option<Assignment>,
    pub(super) outcome: Option<Outcome>,
    pub(super) filed_away: bool,
}

/// What a petition is like, as far as its handling goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Incoming {
    pub(super) kind: Kind,
    pub(super) received_on: NaiveDate,
    /// Without a sender's name it is filed away.
    pub(super) is_anonymous: bool,
    /// The unit that the matter belongs to; `None` where the office has no units.
    pub(super) unit: Option<UnitId>,
}

/// Of a thousand petitions, so many end late.
const LATE: u32 = 100;

/// The longest that a late one lasts beyond its due day.
const LATEST_DAYS: u32 = 60;

/// Handles a petition as far as the office had come by `last_day`.
pub(super) fn handle(
    petition: Incoming,
    days: &OfficeDays,
    last_day: NaiveDate,
    random: &mut Random,
) -> Handling {
    let handed_on = days.after(petition.received_on, random.between(1, 9));
    if handed_on > last_day {
        return Handling::default();
    }
    if petition.is_anonymous {
        return Handling { filed_away: true, ..Handling::default() };
    }
    let Some(unit) = petition.unit else { return Handling::default() };
    let due_on = days.after(handed_on, term_days(petition.kind));
    let assignment = Assignment {
        unit,
        mode: Some(mode(petition.kind, random)),
        document: Some(DocumentMention {
            number: format!("{}/PC-BTCD", random.between(1, 2_400)),
            dated: Some(handed_on),
        }),
        due_on: Some(due_on),
    };
    let ended_on = ended_on(handed_on, due_on, days, random);
    let outcome = (ended_on <= last_day).then(|| outcome(petition.kind, ended_on, random));
    Handling { assignment: Some(assignment), outcome, filed_away: false }
}

fn ended_on(
    handed_on: NaiveDate,
    due_on: NaiveDate,
    days: &OfficeDays,
    random: &mut Random,
) -> NaiveDate {
    if random.per_mille(LATE) {
        return days.after(due_on, 1 + random.skewed(LATEST_DAYS));
    }
    let term = u32::try_from((due_on - handed_on).num_days()).unwrap_or(1);
    days.after(handed_on, random.between(3, term.max(3))).min(due_on)
}

/// The days that the assigning paper gives.
fn term_days(kind: Kind) -> u32 {
    match kind {
        Kind::Complaint | Kind::Denunciation => 30,
        Kind::Suggestion => 15,
    }
}

fn mode(kind: Kind, random: &mut Random) -> AssignmentMode {
    let settled = match kind {
        Kind::Complaint => 700,
        Kind::Denunciation => 550,
        Kind::Suggestion => 250,
    };
    if random.per_mille(settled) { AssignmentMode::Settle } else { AssignmentMode::VerifyAndAdvise }
}

fn outcome(kind: Kind, ended_on: NaiveDate, random: &mut Random) -> Outcome {
    let number = random.between(1, 4_000);
    let (kind, number) = match kind {
        Kind::Complaint => (ResultKind::Decision, format!("{number}/QĐ-UBND")),
        Kind::Denunciation => (ResultKind::Conclusion, format!("{number}/KL-UBND")),
        Kind::Suggestion if random.per_mille(80) => {
            (ResultKind::Notice, format!("{number}/TB-UBND"))
        }
        Kind::Suggestion => (ResultKind::Reply, format!("{number}/UBND-TD")),
    };
    Outcome { kind, document: DocumentMention { number, dated: Some(ended_on) } }
}
