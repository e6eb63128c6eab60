//! The bytes of entries: an act put in the middle of its enum, or a field that changes, fails here. A line is never changed
//! after a release.

use chrono::DateTime;
use data_encoding::HEXLOWER;
use donthu::clock::OFFICE_ZONE;
use donthu::domain::id::{AccountId, BatchId, HeldRowId, PetitionId, UnitId};
use donthu::domain::journal::link::{Digest, Histories};
use donthu::domain::journal::{
    AccountAct, Act, ClientPlace, Denial, Entry, Export, Growth, LedgerAct, StepKind, Stretch,
    Stretches, UnitAct, Who,
};
use donthu::store::error::StoreError;
use donthu::store::{FILE_NAME, Store};
use redb::{Database, ReadableDatabase, ReadableTable, TableDefinition};

/// Records after their links, in the order of [`acts`].
const EXPECTED: &str = include_str!("bytes.txt");

fn digest() -> Digest {
    Histories::default().finish()
}

fn acts() -> Vec<Act> {
    let id = PetitionId { year: 2026, serial: 12 };
    let (batch, row) = (BatchId(3), HeldRowId(4));
    let stretch = Stretch { year: 2026, first: 1, last: 400 };
    let petitions = Stretches { petitions: vec![stretch], histories: digest() };
    let mut acts = vec![
        Act::SignedIn,
        Act::SignedOut,
        Act::SignInRefused { account: None, times: 300 },
        Act::SignInRefused { account: Some(AccountId(7)), times: 1 },
        Act::Refused { what: Denial::Route("GET /don".into()), petition: Some(id), times: 2 },
        Act::Refused { what: Denial::Step, petition: None, times: 2 },
        Act::Refused { what: Denial::Many, petition: None, times: 2 },
        Act::Petition(Growth {
            id,
            first: 2,
            kinds: StepKind::ALL[..10].to_vec(),
            history: digest(),
        }),
        Act::Ledger(LedgerAct::Begun { batch }),
        Act::Ledger(LedgerAct::TakenIn { batch, petitions: petitions.clone(), held: 5 }),
        Act::Ledger(LedgerAct::Ended { batch, is_cancelled: true }),
        Act::Ledger(LedgerAct::Undone { batch, petitions: 400 }),
        Act::Ledger(LedgerAct::RowCorrected { batch, row, petition: Some(id) }),
        Act::Ledger(LedgerAct::RowDropped { row }),
        Act::Practice(petitions),
        Act::Unit { unit: UnitId(9), what: UnitAct::Added },
        Act::Unit { unit: UnitId(9), what: UnitAct::AddedFromLedger },
        Act::Unit { unit: UnitId(9), what: UnitAct::Changed },
        Act::Unit { unit: UnitId(9), what: UnitAct::HandedOver(40) },
        Act::Law { change: 6 },
        Act::OfficeSetUp,
        Act::Export(Export::List { rows: 17, address: "/don?loai=KN".into() }),
        Act::Export(Export::Receipt { petition: id }),
        Act::Export(Export::Everything { petitions: 2289 }),
        Act::Export(Export::Search { hits: 2 }),
        Act::Export(Export::Accounts { accounts: 5 }),
    ];
    let changes = AccountAct::ALL[..6].iter();
    acts.extend(changes.map(|what| Act::Account { account: AccountId(7), what: *what }));
    acts
}

#[test]
fn entries_are_written_as_they_always_were() {
    let folder = tempfile::tempdir().unwrap();
    let at = DateTime::parse_from_rfc3339("2026-11-25T09:00:00+07:00").unwrap();
    let at = at.with_timezone(&OFFICE_ZONE);
    let from = || Some(ClientPlace::new("203.0.113.9"));
    let write = |tx: &mut donthu::store::Tx<'_>| {
        for act in acts() {
            tx.journal(&Entry::new(at, Who::Account(AccountId(7)), from(), act))?;
        }
        let bare = Entry::new(at, Who::Stranger, None, Act::SignedIn);
        tx.journal(&bare.because("vì sao"))
    };
    Store::open(folder.path()).unwrap().write::<_, StoreError>(write).unwrap();
    let db = Database::open(folder.path().join(FILE_NAME)).unwrap();
    let journal: TableDefinition<u64, &'static [u8]> = TableDefinition::new("journal");
    let table = db.begin_read().unwrap().open_table(journal).unwrap();
    let rows = table.iter().unwrap();
    let found: Vec<String> =
        rows.map(|row| HEXLOWER.encode(&row.unwrap().1.value()[32..])).collect();
    let expected: Vec<&str> = EXPECTED.lines().collect();
    assert_eq!(found, expected, "all of it:\n{}", found.join("\n"));
}
