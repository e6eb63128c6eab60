//! The bytes of every stored record of version 1: an edited shape, or a variant put in the middle, fails here.
//!
//! A released line is never changed. A new version of a record adds its own lines.

mod law;
mod steps;

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use data_encoding::HEXLOWER;
use donthu::domain::correction::step::{StepCorrection, StepFacts};
use donthu::domain::correction::{Change, CorrectedField, Correction, Values};
use donthu::domain::event::{Event, Happening};
use donthu::domain::id::{AccountId, BatchId, HeldRowId, UnitId};
use donthu::domain::ledger::{Above, Column, Context, LedgerRow};
use donthu::domain::organisation::{Unit, UnitKind};
use donthu::domain::permission::tenure::{Tenure, Tenures};
use donthu::domain::permission::{Post, Role};
use donthu::domain::person::{IdentityNumber, Petitioner, Phone};
use donthu::domain::petition::{
    Assignment, AssignmentMode, Channel, DocumentMention, Facts, Field, Kind, Origin, Outcome,
    ResultKind, Source,
};
use donthu::domain::seal::SealHappening;
use donthu::domain::workflow::Capacity;
use donthu::store::account::{Account, CodeKey, Session};
use donthu::store::error::StoreError;
use donthu::store::import::{Batch, BatchState, HeldRow, HeldState, Tally};
use donthu::store::petition::NewPetition;
use donthu::store::{FILE_NAME, Store, Tx};
use redb::{Database, Key, ReadableDatabase, ReadableTable, TableDefinition};

use crate::support::date;

/// Table, key, value: as redb holds them. What is under seal is another each time: `store::seal` has its shape.
const EXPECTED: &str = include_str!("../fixtures/store/v1.bytes.txt");

#[test]
fn records_are_written_as_they_always_were() {
    let folder = tempfile::tempdir().unwrap();
    Store::open(folder.path()).unwrap().write(write_one_of_each).unwrap();
    let db = Database::open(folder.path().join(FILE_NAME)).unwrap();
    let mut lines = Vec::new();
    for table in ["petition_head", "petition_body", "petition_way", "held_row", "change_log"] {
        lines.extend(dump::<u64>(&db, table));
    }
    lines.extend(dump::<(u32, u64)>(&db, "petition_row"));
    lines.extend(dump::<(u64, u32)>(&db, "petition_event"));
    for table in ["account", "import_batch"] {
        lines.extend(dump::<u32>(&db, table));
    }
    lines.extend(dump::<u16>(&db, "unit"));
    lines.extend(dump::<&[u8]>(&db, "session"));
    lines.extend(dump::<&str>(&db, "own_rule"));
    lines.extend(dump::<(u8, i32)>(&db, "own_day"));
    lines.extend(dump::<u32>(&db, "law_change"));
    lines.extend(codes());
    assert_eq!(lines.len(), EXPECTED.lines().count(), "all of it:\n{}", lines.join("\n"));
    for (found, expected) in lines.iter().zip(EXPECTED.lines()) {
        let is_set = expected.starts_with(char::is_uppercase);
        assert!(
            found == expected || is_set && found.starts_with(&format!("{expected} ")),
            "{found} instead of {expected}; all of it:\n{}",
            lines.join("\n")
        );
    }
}

fn dump<K: Key + 'static>(db: &Database, name: &str) -> Vec<String> {
    let table: TableDefinition<K, &[u8]> = TableDefinition::new(name);
    let table = db.begin_read().unwrap().open_table(table).unwrap();
    let rows = table.iter().unwrap().map(|row| {
        let (key, value) = row.unwrap();
        let key = K::as_bytes(&key.value()).as_ref().to_vec();
        format!("{name} {} {}", HEXLOWER.encode(&key), HEXLOWER.encode(value.value()))
    });
    rows.collect()
}

/// Sets that are stored by position or code: a variant is only ever added at the end.
fn codes() -> Vec<String> {
    let mut codes = vec![
        line("Kind", Kind::ALL, Kind::code),
        line("Channel", Channel::ALL, Channel::code),
        line("Field", Field::ALL, Field::code),
        line("AssignmentMode", AssignmentMode::ALL, AssignmentMode::code),
        line("ResultKind", ResultKind::ALL, ResultKind::code),
        line("Role", Role::ALL, Role::code),
        line("UnitKind", UnitKind::ALL, UnitKind::code),
        line("Column", Column::ALL, Column::code),
    ];
    codes.extend(steps::codes());
    codes.extend(law::codes());
    codes
}

fn line<T: Copy>(name: &str, all: &[T], code: fn(T) -> &'static str) -> String {
    let codes: Vec<_> = all.iter().map(|one| code(*one)).collect();
    format!("{name} {}", codes.join(" "))
}

fn write_one_of_each(tx: &mut Tx) -> Result<(), StoreError> {
    for facts in facts() {
        register(tx, facts, happenings())?;
    }
    let [named, ..] = facts();
    register(tx, named, steps::happenings())?;
    write_imports(tx)?;
    let (own, change) = law::own_law(moment());
    tx.amend_law(&own, &change)?;
    write_office(tx)
}

fn register(tx: &mut Tx, facts: Facts, happenings: Vec<Happening>) -> Result<(), StoreError> {
    let capacity = Capacity {
        post: Post { role: Role::UnitHead, unit: Some(UnitId(3)) },
        on_behalf_of: Some(Role::Leader),
    };
    let event = |happening| Event {
        happening,
        on: date("2018-03-20"),
        entered_at: moment(),
        by: Some(AccountId(4)),
        capacity: Some(capacity),
    };
    let history = happenings.into_iter().map(event).collect();
    let origin =
        Origin { batch: BatchId(1), file: "sổ.xlsx".into(), sheet: "Tháng 3".into(), row: 9 };
    let new = NewPetition {
        facts,
        sealed_note: None,
        origin: Some(origin),
        entered_by: Some(AccountId(4)),
        history,
    };
    tx.register(new, &|_| Some(date("2018-04-03"))).map(drop)
}

fn moment() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2018-03-15T09:30:00+07:00").unwrap()
}

fn write_imports(tx: &mut Tx) -> Result<(), StoreError> {
    let states = [BatchState::Running, BatchState::Done, BatchState::Cancelled, BatchState::Undone];
    for (number, state) in (1..).zip(states) {
        let tally = Tally { rows: 300, imported: 200, held: 60, already: 40 };
        let by = (number > 1).then_some(AccountId(4));
        tx.put_batch(&Batch {
            id: BatchId(number),
            file: "sổ.xlsx".into(),
            by,
            started_at: moment(),
            state,
            total: 500,
            tally,
        })?;
    }
    let states =
        [HeldState::Waiting, HeldState::Admitted(2018, 5), HeldState::Dropped("trùng".into())];
    let aboves = [Above::Nothing, Above::Day(date("2018-03-14")), Above::Unknown(8)];
    for ((number, state), above) in (1..).zip(states).zip(aboves) {
        let row = LedgerRow {
            sheet: "Tháng 3".into(),
            row: 9,
            cells: BTreeMap::from([(Column::Sender, "Trần Văn Chờ".into())]),
            others: vec![("Cột lạ".into(), "chữ lạ".into())],
        };
        let context = Context { years: (2017, 2018), today: date("2018-03-15"), above };
        tx.put_held_row(&HeldRow {
            id: HeldRowId(number),
            batch: BatchId(1),
            row,
            context,
            state,
            locked: None,
        })?;
    }
    Ok(())
}

fn write_office(tx: &mut Tx) -> Result<(), StoreError> {
    let (at, unit) = (moment(), Some(UnitId(3)));
    tx.put_account(&Account {
        id: AccountId(4),
        user_name: "mai".into(),
        full_name: "Trần Thị Mai".into(),
        password_hash: "$argon2id$".into(),
        posts: Tenures::stored(vec![
            Post { role: Role::DeskHead, unit: None }.since(date("2018-01-02")),
            Tenure {
                post: Post { role: Role::UnitHead, unit },
                from: date("2016-07-01"),
                until: Some(date("2017-12-31")),
            },
        ]),
        codes: Some(CodeKey {
            secret: vec![1; 20],
            last_step: 59_000_000,
            recovery: vec![[2; 32]],
        }),
        browsers: vec![[3; 32]],
        is_active: true,
    })?;
    tx.put_session(
        &[7; 32],
        &Session {
            account: AccountId(4),
            began_at: at,
            seen_at: at,
            address: Some("203.0.113.9".parse().unwrap()),
            browser: "Firefox trên Windows".into(),
        },
    )?;
    tx.put_unit(&Unit {
        id: UnitId(3),
        name: "Phòng Tài nguyên và Môi trường".into(),
        short_name: "P. TNMT".into(),
        kind: UnitKind::ALL[1],
        is_remote: true,
        valid_from: Some(date("2010-01-01")),
        valid_to: None,
        aliases: vec!["TNMT".into()],
        changes: Vec::new(),
    })
}

fn happenings() -> Vec<Happening> {
    let document =
        || DocumentMention { number: "15/PC-BTCD".into(), dated: Some(date("2018-03-20")) };
    vec![
        Happening::Received,
        Happening::Assigned(Assignment {
            unit: UnitId(3),
            mode: Some(AssignmentMode::Settle),
            document: Some(document()),
            due_on: Some(date("2018-04-15")),
        }),
        Happening::IdentityOpened { reason: "xác minh".into() },
        Happening::Resolved(Outcome { kind: ResultKind::Reply, document: document() }),
        Happening::FiledAway,
        Happening::Corrected(Correction {
            changes: vec![
                Change {
                    field: CorrectedField::Address,
                    values: Some(Values { old: None, new: Some("21 Lê Lợi".into()) }),
                },
                Change { field: CorrectedField::Name, values: None },
            ],
            reason: "gõ nhầm".into(),
        }),
        Happening::StepCorrected(StepCorrection {
            events: (2, 2),
            was: StepFacts { on: date("2018-03-16"), number: None, signer: None },
            now: StepFacts {
                on: date("2018-03-15"),
                number: Some("12/PC".into()),
                signer: Some("CHỦ TỊCH".into()),
            },
            rule: Some("KN1-GQ".into()),
            reason: "xem lại bản giấy".into(),
        }),
        Happening::Seal(SealHappening::Asked { reason: Some("sợ trả thù".into()) }),
        Happening::Seal(SealHappening::KeptOutside { file: "12/HSM".into() }),
        Happening::Seal(SealHappening::AccessGiven {
            to: AccountId(4), reason: "xác minh".into()
        }),
        Happening::Seal(SealHappening::AccessEnded { to: AccountId(4) }),
        Happening::Seal(SealHappening::Lifted {
            document: document(), reason: "đã đồng ý".into()
        }),
        Happening::Seal(SealHappening::Asked { reason: None }),
    ]
}

/// A named, a sealed and an anonymous sender.
fn facts() -> [Facts; 3] {
    let full = Facts {
        kind: Kind::Complaint,
        received_on: date("2018-03-15"),
        written_on: Some(date("2018-03-10")),
        source: Some(Source {
            channel: Channel::Forwarded,
            from_body: Some("Thanh tra tỉnh".into()),
        }),
        petitioner: Some(Petitioner {
            name: "Phạm Thị Đủ".into(),
            address: Some("Tổ 5, phường Lê Lợi".into()),
            ward: Some("phường Lê Lợi".into()),
            identity_number: IdentityNumber::parse("052184001234").ok(),
            phone: Phone::parse("0905123456").ok(),
        }),
        group_size: 300,
        content: "Khiếu nại quyết định 123/QĐ-UBND".into(),
        field: Some(Field::ALL[2]),
        respondent: Some("UBND phường".into()),
        enclosures: Some("2 bản sao".into()),
        has_originals: true,
        note: Some("Ghi chú".into()),
    };
    let sealed = Facts { kind: Kind::Denunciation, ..full.clone() };
    let bare = Facts {
        kind: Kind::Suggestion,
        received_on: date("2018-03-15"),
        written_on: None,
        source: None,
        petitioner: None,
        group_size: 1,
        content: "Kiến nghị".into(),
        field: None,
        respondent: None,
        enclosures: None,
        has_originals: false,
        note: None,
    };
    [full, sealed, bare]
}
