//! What a correction tells, what it hides, and what `verify` finds.

use super::*;
use crate::domain::id::{AccountId, PetitionId, UnitId};
use crate::domain::permission::Post;
use crate::domain::person::{IdentityNumber, Petitioner, Phone};
use crate::domain::petition::{Assignment, Channel, Field, Kind, Source};
use crate::domain::workflow::case::CaseHappening;

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn petition() -> Petition {
    let facts = Facts {
        kind: Kind::Complaint,
        received_on: day("2018-02-02"),
        written_on: None,
        source: Some(Source { channel: Channel::Counter, from_body: None }),
        petitioner: Some(Petitioner {
            name: "Trần Thị Thử".into(),
            address: Some("12 Lê Lợi".into()),
            ward: None,
            identity_number: None,
            phone: None,
        }),
        group_size: 1,
        content: "Giá bồi thường".into(),
        field: None,
        respondent: None,
        enclosures: None,
        has_originals: false,
        note: None,
    };
    let id = PetitionId { year: 2018, serial: 7 };
    Petition { revision: 1, ..Petition::before(id, facts, None, Some(AccountId(4))) }
}

/// Everything that can be written down, different from `petition()` in every fact.
fn all_different() -> Facts {
    Facts {
        kind: Kind::Complaint,
        received_on: day("2018-02-01"),
        written_on: Some(day("2018-01-31")),
        source: Some(Source { channel: Channel::Forwarded, from_body: Some("Thanh tra".into()) }),
        petitioner: Some(Petitioner {
            name: "Trần Thị Thứ".into(),
            address: Some("21 Lê Lợi".into()),
            ward: Some("phường Hải Cảng".into()),
            identity_number: IdentityNumber::parse("211012345").ok(),
            phone: Phone::parse("0905123456").ok(),
        }),
        group_size: 2,
        content: "Giá đất".into(),
        field: Some(Field::Land),
        respondent: Some("UBND phường".into()),
        enclosures: Some("1 bản sao".into()),
        has_originals: true,
        note: Some("gấp".into()),
    }
}

pub(super) fn event(happening: Happening, on: &str) -> Event {
    let entered_at = "2018-03-01T08:00:00+07:00".parse().unwrap();
    Event { happening, on: day(on), entered_at, by: None, capacity: None }
}

fn corrected(changes: Vec<Change>) -> Event {
    let correction = Correction { changes, reason: "gõ nhầm".into() };
    event(Happening::Corrected(correction), "2018-03-01")
}

#[test]
fn every_fact_that_differs_is_a_change_and_no_other() {
    let petition = petition();
    let before = Correctable(&petition.facts);
    assert!(before.changes(before).is_empty());
    let after = all_different();
    let fields: Vec<CorrectedField> =
        before.changes(Correctable(&after)).iter().map(|change| change.field).collect();
    assert_eq!(fields, CorrectedField::ALL);
    let anonymous = Facts { petitioner: None, ..petition.facts.clone() };
    let changes = before.changes(Correctable(&anonymous));
    assert_eq!(
        changes,
        [("Trần Thị Thử", CorrectedField::Name), ("12 Lê Lợi", CorrectedField::Address)].map(
            |(old, field)| Change {
                field,
                values: Some(Values { old: Some(old.into()), new: None })
            }
        )
    );
}

#[test]
fn under_seal_no_value_of_sender_or_text_is_told() {
    let (petition, after) = (petition(), all_different());
    let (before, after) = (Correctable(&petition.facts), Correctable(&after));
    let mut correction = Correction { changes: before.changes(after), reason: "r".into() };
    let kept = correction.conceal(5);
    let told: Vec<CorrectedField> = correction
        .changes
        .iter()
        .filter(|change| change.values.is_some())
        .map(|change| change.field)
        .collect();
    assert_eq!(
        told,
        [
            CorrectedField::ReceivedOn,
            CorrectedField::WrittenOn,
            CorrectedField::Channel,
            CorrectedField::GroupSize,
            CorrectedField::Field,
            CorrectedField::HasOriginals
        ]
    );
    let address =
        Kept { event: 5, field: CorrectedField::Address, old: Some("12 Lê Lợi".into()) };
    assert!(kept.contains(&address) && kept.len() + told.len() == correction.changes.len());
    assert!(correction.conceal(5).is_empty(), "once");
    let history = |changes: Vec<Change>| vec![corrected(changes)];
    assert!(tells_too_much(&history(before.changes(after))));
    assert!(!tells_too_much(&history(correction.changes)));
}

#[test]
fn the_record_agrees_with_the_last_correction_of_each_field() {
    let change = |old: Option<&str>, new: Option<&str>| {
        let values = Values { old: old.map(Into::into), new: new.map(Into::into) };
        corrected(vec![Change { field: CorrectedField::Address, values: Some(values) }])
    };
    let concealed = corrected(vec![Change { field: CorrectedField::Address, values: None }]);
    let (first, last) = (change(None, Some("21")), change(Some("21"), Some("12 Lê Lợi")));
    let cases = [
        (vec![], None),
        (vec![last.clone()], None),
        (vec![first.clone(), last.clone()], None),
        (vec![last.clone(), first.clone()], Some(CorrectedField::Address)),
        (vec![change(None, Some("2")), last.clone()], Some(CorrectedField::Address)),
        (vec![change(None, Some("2")), concealed, last], None),
        (vec![first], Some(CorrectedField::Address)),
    ];
    for (number, (history, expected)) in cases.into_iter().enumerate() {
        assert_eq!(fault(&petition(), &history), expected, "case {number}");
    }
}

#[test]
fn the_receipt_is_not_after_the_first_step() {
    let assignment = Assignment { unit: UnitId(3), mode: None, document: None, due_on: None };
    let note = CaseHappening::StepRecorded { text: "gọi điện".into(), document: None };
    let history = [
        event(Happening::Received, "2018-02-02"),
        event(Happening::Case(note), "2018-02-03"),
        event(Happening::Assigned(assignment), "2018-02-09"),
        event(Happening::FiledAway, "2018-02-12"),
        corrected(Vec::new()),
    ];
    assert_eq!(last_receipt(&history), Some(day("2018-02-09")));
    assert_eq!(last_receipt(&history[..2]), None);
}

#[test]
fn the_desk_corrects_all_and_an_intake_officer_what_they_registered() {
    let acting = |role: Role, account: u32| {
        let posts = vec![Post { role, unit: None }];
        let actor =
            Actor { account: AccountId(account), full_name: String::new(), posts, from: None };
        may_correct(&actor, &petition()).map(|capacity| capacity.post.role)
    };
    for role in Role::ALL {
        let (own, other) = match role {
            Role::DeskOfficer | Role::DeskHead => (true, true),
            Role::IntakeOfficer => (true, false),
            Role::Leader
            | Role::UnitOfficer
            | Role::UnitHead
            | Role::Inspector
            | Role::Administrator => (false, false),
        };
        assert_eq!(acting(*role, 4), own.then_some(*role), "{role:?}, their own");
        assert_eq!(acting(*role, 5), other.then_some(*role), "{role:?}");
    }
}

#[test]
fn a_history_tells_everything_again_once_the_seal_is_lifted() {
    let mut record = petition().facts;
    let mut told = Vec::new();
    for (address, note) in [("21 Lê Lợi", None), ("23 Lê Lợi", Some("gấp")), ("23 Lê Lợi", None)]
    {
        let mut after = record.clone();
        after.note = note.map(str::to_owned);
        if let Some(person) = &mut after.petitioner {
            person.address = Some(address.into());
        }
        told.push(corrected(Correctable(&record).changes(Correctable(&after))));
        record = after;
    }
    let mut history = told.clone();
    let mut kept = Vec::new();
    for (number, event) in (1..).zip(&mut history) {
        if let Happening::Corrected(correction) = &mut event.happening {
            kept.extend(correction.conceal(number));
        }
    }
    assert!(!tells_too_much(&history) && history != told);
    assert_eq!(reveal(Correctable(&record), &mut history, &kept), [3, 2, 1]);
    assert_eq!(history, told);
    assert!(reveal(Correctable(&record), &mut history, &kept).is_empty(), "once");
}
