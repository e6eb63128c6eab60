//! Whatever is registered, assigned, resolved or refused, in whatever order: records, tables and columns agree.

use chrono::{DateTime, NaiveDate};
use donthu::domain::correction::{Correctable, Correction};
use donthu::domain::event::{Event, Happening};
use donthu::domain::id::{PetitionId, UnitId};
use donthu::domain::petition::{
    Assignment, DocumentMention, Facts, Kind, Outcome, Petition, ResultKind,
};
use donthu::store::Store;
use donthu::store::error::StoreError;
use donthu::store::petition::NewPetition;
use proptest::prelude::*;

use crate::support::{complaint, person};

/// One thing that somebody does. Petitions are meant by their place among those that are there.
#[derive(Debug, Clone)]
enum Act {
    Register {
        kind: Kind,
        day: u32,
        name: Option<String>,
        content: String,
    },
    Assign {
        which: prop::sample::Index,
        unit: u16,
        due: Option<u32>,
    },
    Resolve {
        which: prop::sample::Index,
        kind: ResultKind,
    },
    FileAway {
        which: prop::sample::Index,
    },
    OpenIdentity {
        which: prop::sample::Index,
    },
    /// The intake's facts are put right; the sender only where it may be seen.
    Correct {
        which: prop::sample::Index,
        name: Option<String>,
        content: String,
        sender: bool,
    },
    /// Registers and assigns, and then changes its mind: nothing of it may stay.
    GiveUp {
        which: prop::sample::Index,
    },
    /// Closes the store and opens it again.
    Reopen,
}

fn act() -> impl Strategy<Value = Act> {
    let which = any::<prop::sample::Index>;
    let kind = prop::sample::select(Kind::ALL);
    let result = prop::sample::select(ResultKind::ALL);
    let name = prop::option::of("[A-ZĐ][a-zàéơư]{1,6} [A-ZĐ][a-zạếồ]{1,12}");
    prop_oneof![
        6 => (kind, 0_u32..800, name.clone(), "[ a-zđậ0-9/]{1,60}x").prop_map(|(kind, day, name, content)| {
            Act::Register { kind, day, name, content }
        }),
        4 => (which(), 1_u16..9, prop::option::of(0_u32..800))
            .prop_map(|(which, unit, due)| Act::Assign { which, unit, due }),
        3 => (which(), result).prop_map(|(which, kind)| Act::Resolve { which, kind }),
        1 => which().prop_map(|which| Act::FileAway { which }),
        1 => which().prop_map(|which| Act::OpenIdentity { which }),
        3 => (which(), name.clone(), "[ a-zđậ0-9/]{1,60}x", any::<bool>()).prop_map(
            |(which, name, content, sender)| Act::Correct { which, name, content, sender }
        ),
        2 => which().prop_map(|which| Act::GiveUp { which }),
        1 => Just(Act::Reopen),
    ]
}

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2017, 1, 1).unwrap() + chrono::Days::new(number.into())
}

fn event(happening: Happening, on: NaiveDate) -> Event {
    let entered_at = DateTime::parse_from_rfc3339("2018-03-15T09:30:00+07:00").unwrap();
    Event { happening, on, entered_at, by: None, capacity: None }
}

fn new_petition(facts: Facts) -> NewPetition {
    let history = vec![event(Happening::Received, facts.received_on)];
    NewPetition { facts, sealed_note: None, origin: None, entered_by: None, history }
}

fn assigned(unit: u16, due: Option<u32>) -> Happening {
    let due_on = due.map(day);
    Happening::Assigned(Assignment { unit: UnitId(unit), mode: None, document: None, due_on })
}

/// The law of these histories: what the assigning paper says.
fn due(petition: &Petition) -> Option<NaiveDate> {
    petition.assignment.as_ref()?.due_on
}

fn happen(store: &Store, id: PetitionId, happening: Happening) {
    let happened = store.write(|tx| {
        let petition = tx.petition(id)?.unwrap();
        tx.record(petition, &[event(happening, day(800))], &due)
    });
    let _: Result<_, StoreError> = happened.map(drop);
}

fn do_it(store: &Store, act: Act) {
    let ids = store.read().unwrap().petition_ids().unwrap();
    let pick = |which: &prop::sample::Index| (!ids.is_empty()).then(|| *which.get(&ids));
    match act {
        Act::Register { kind, day: number, name, content } => {
            let received_on = day(number);
            let petitioner = name.as_deref().map(person);
            let facts = Facts {
                kind,
                received_on,
                petitioner,
                content,
                ..complaint("2017-01-01", "x", "x")
            };
            store.write(|tx| tx.register(new_petition(facts), &due)).unwrap();
        }
        Act::Assign { which, unit, due } => {
            if let Some(id) = pick(&which) {
                happen(store, id, assigned(unit, due));
            }
        }
        Act::Resolve { which, kind } => {
            let document = DocumentMention { number: "12/QĐ-UBND".into(), dated: None };
            let outcome = Happening::Resolved(Outcome { kind, document });
            if let Some(id) = pick(&which) {
                happen(store, id, outcome);
            }
        }
        Act::FileAway { which } => {
            if let Some(id) = pick(&which) {
                happen(store, id, Happening::FiledAway);
            }
        }
        Act::OpenIdentity { which } => {
            let opened = Happening::IdentityOpened { reason: "xác minh".into() };
            if let Some(id) = pick(&which) {
                happen(store, id, opened);
            }
        }
        Act::Correct { which, name, content, sender } => {
            if let Some(id) = pick(&which) {
                correct(store, id, (name.as_deref(), sender), content);
            }
        }
        Act::GiveUp { which } => {
            let given_up = store.write(|tx| {
                tx.register(new_petition(complaint("2018-01-02", "Bỏ Dở", "không ghi")), &due)?;
                if let Some(id) = pick(&which) {
                    let petition = tx.petition(id)?.unwrap();
                    tx.record(petition, &[event(assigned(3, None), day(1))], &due)?;
                }
                Err::<(), StoreError>(StoreError::DiskFull)
            });
            assert!(given_up.is_err());
        }
        Act::Reopen => {}
    }
}

fn correct(store: &Store, id: PetitionId, (name, sender): (Option<&str>, bool), content: String) {
    let corrected = store.write(|tx| {
        let petition = tx.petition(id)?.unwrap();
        let mut after = petition.facts.clone();
        after.content = content;
        after.received_on = NaiveDate::from_ymd_opt(id.year.into(), 1, 1).unwrap();
        // What a sealed sender was does not matter here: its change holds no value.
        if sender {
            after.petitioner = name.map(person);
        }
        let changes = Correctable(&petition.facts).changes(Correctable(&after));
        let happening = Happening::Corrected(Correction { changes, reason: "gõ nhầm".into() });
        tx.correct(petition, event(happening, day(800)), (after, sender), &due)
    });
    let _: Result<_, StoreError> = corrected.map(drop);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn records_tables_and_columns_always_agree(acts in prop::collection::vec(act(), 1..30)) {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(&folder.path().join("data")).unwrap();
        for act in acts {
            if matches!(act, Act::Reopen) {
                drop(store);
                store = Store::open(&folder.path().join("data")).unwrap();
            } else {
                do_it(&store, act);
            }
            let found = store.verify(&due).unwrap();
            prop_assert!(found.faults.is_empty(), "{:?}", found.faults);
        }
        let ids = store.read().unwrap().petition_ids().unwrap();
        for (number, id) in ids.iter().enumerate() {
            let before = number.checked_sub(1).map(|at| ids[at]).filter(|before| before.year == id.year);
            prop_assert_eq!(id.serial, before.map_or(1, |before| before.serial + 1));
        }
    }
}
