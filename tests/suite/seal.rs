//! The sealed denouncer: nothing in clear in any file, opened by whom the law and the competent person name, and the key.

mod access;
mod clear;
mod keys;

use axum::http::StatusCode;
use donthu::domain::event::{Event, Happening};
use donthu::domain::id::PetitionId;
use donthu::domain::permission::Role;
use donthu::domain::person::{IdentityNumber, Petitioner, Phone};
use donthu::domain::petition::{Assignment, AssignmentMode, Facts, Kind, Petition};
use donthu::store::error::StoreError;

use crate::support::{Office, Page, Person, UNIT, complaint, found};

/// A name whose first syllable is nobody else's.
const NAME: &str = "Khuyếch Thị Bí";

fn person(office: &Office, role: Role) -> Person {
    office.signed_in(role)
}

/// What somebody of that name writes, with everything that tells who it is.
fn paper(kind: Kind, content: &str) -> Facts {
    let facts = complaint("2026-11-02", NAME, content);
    let petitioner = facts.petitioner.clone().map(|person| Petitioner {
        address: Some("Hẻm Khuyếch 77".into()),
        identity_number: IdentityNumber::parse("052184001234").ok(),
        phone: Phone::parse("0905123456").ok(),
        ..person
    });
    Facts { kind, petitioner, ..facts }
}

fn stored(office: &Office, id: PetitionId) -> Petition {
    office.app.store.read().unwrap().petition(id).unwrap().unwrap()
}

fn faults(office: &Office) -> Vec<String> {
    office.app.store.verify(&office.app.due()).unwrap().faults
}

fn assert_sound(office: &Office) {
    let faults = faults(office);
    assert!(faults.is_empty(), "{faults:?}");
}

/// Gives a petition to the unit as if the leader had.
fn give(office: &Office, id: PetitionId, mode: AssignmentMode) {
    let due = office.app.due();
    let unit = office.unit(UNIT);
    let given: Result<(), StoreError> = office.app.store.write(|tx| {
        let petition = tx.petition(id)?.unwrap();
        let assignment = Assignment { unit, mode: Some(mode), document: None, due_on: None };
        let event = Event {
            happening: Happening::Assigned(assignment),
            on: petition.facts.received_on,
            entered_at: office.app.clock.now(),
            by: None,
            capacity: None,
        };
        tx.record(petition, &[event], &due)?;
        Ok(())
    });
    given.unwrap();
}

async fn open(office: &Office, by: &Person, id: PetitionId) -> Page {
    let reason = [("ly_do", "đối chiếu chữ ký")];
    office.post(&by.cookie, &format!("/don/{id}/danh-tinh"), &reason).await
}

async fn classify(office: &Office, by: &Person, id: PetitionId, kind: &str) {
    let address = format!("/don/{id}/buoc/phan-loai");
    let revision = office.get(&by.cookie, &address).await.value("ban");
    let mut fields = found(kind);
    fields.extend([("ban", revision.as_str()), ("ngay", "03/11/2026"), ("nhieu_noi_dung", "1")]);
    let sent = office.post(&by.cookie, &address, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
}
