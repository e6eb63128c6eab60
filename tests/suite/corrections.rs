//! Putting right what the intake wrote down: by whom, with what is kept, and what a protected sender's history hides.

use axum::http::StatusCode;
use donthu::app::export;
use donthu::domain::event::{Event, Happening};
use donthu::domain::id::PetitionId;
use donthu::domain::permission::Role;
use donthu::domain::person::{IdentityNumber, Petitioner};
use donthu::domain::petition::{DocumentMention, Facts, Kind, Outcome, Petition, ResultKind};
use donthu::store::error::StoreError;

use crate::support::{Office, Page, Person, complaint, date, found};

fn person(office: &Office, role: Role) -> Person {
    office.signed_in(role)
}

fn of(kind: Kind, name: &str, content: &str) -> Facts {
    Facts { kind, ..complaint("2026-11-02", name, content) }
}

fn stored(office: &Office, id: PetitionId) -> Petition {
    office.app.store.read().unwrap().petition(id).unwrap().unwrap()
}

fn check(office: &Office) {
    let found = office.app.store.verify(&office.app.due()).unwrap();
    assert!(found.faults.is_empty(), "{:?}", found.faults);
}

fn exported(office: &Office) -> String {
    let mut lines = Vec::new();
    assert_eq!(export::json_lines(&office.app, &mut lines).unwrap().1, 0);
    String::from_utf8(lines).unwrap()
}

/// Opens the form and sends it with these fields changed.
async fn correct(office: &Office, by: &Person, id: PetitionId, fields: &[(&str, &str)]) -> Page {
    let address = format!("/don/{id}/sua");
    office.fill(by, &address, fields).await
}

async fn send(
    office: &Office,
    by: &Person,
    id: PetitionId,
    filled: Vec<(String, String)>,
    fields: &[(&str, &str)],
) -> Page {
    office.send_filled(by, &format!("/don/{id}/sua"), filled, fields).await
}

#[tokio::test]
async fn a_mistyped_petition_is_put_right_and_keeps_what_was_written() {
    let office = Office::new();
    let (clerk, reader) = (person(&office, Role::IntakeOfficer), person(&office, Role::Inspector));
    let id =
        office.register(&clerk.actor, of(Kind::Complaint, "Trần Văn Sai", "Khiếu nại giá đất"));
    let fields = [
        ("ho_ten", "Trần Văn Đúng"),
        ("dia_chi", "21 Lê Lợi"),
        ("ngay_nhan", "01/11/2026"),
        ("so_nguoi", "3"),
        ("ly_do", "gõ nhầm so với đơn"),
    ];
    let sent = correct(&office, &clerk, id, &fields).await;
    assert_eq!(sent.location(), format!("/don/{id}?da=sua"), "{}", sent.text());
    let page = office.get(&clerk.cookie, sent.location()).await.text();
    for told in [
        "Đã ghi: sửa thông tin",
        "Sửa ngày nhận: “02/11/2026” thành “01/11/2026”; họ tên người gửi: “Trần Văn Sai” thành \
         “Trần Văn Đúng”; địa chỉ: “Tổ 62, KV 9” thành “21 Lê Lợi”; số người: “1” thành “3”, lý do: \
         gõ nhầm so với đơn",
        "Cán bộ tiếp nhận",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let list = office.get(&reader.cookie, "/don?tu=01%2F11%2F2026&den=01%2F11%2F2026").await;
    assert_eq!(list.numbers(), [id.to_string()]);
    let seq = office.app.store.last_seq();
    office.app.index.wait_for(seq, std::time::Duration::from_secs(20));
    let found = office.get(&reader.cookie, "/tim?q=tran+van+dung").await;
    assert_eq!(found.numbers(), [id.to_string()]);
    let lines = exported(&office);
    assert!(lines.contains("Trần Văn Sai") && lines.contains("\"event\":\"corrected\""));
    let capacity = "\"capacity\":{\"role\":\"can-bo-tiep-nhan\",\"unit\":null}";
    assert!(lines.contains(capacity), "{lines}");
    check(&office);
}

#[tokio::test]
async fn everything_wrong_is_said_at_once_and_nothing_typed_is_lost() {
    let office = Office::new();
    let desk = person(&office, Role::DeskOfficer);
    let clerk = person(&office, Role::IntakeOfficer);
    let id =
        office.register(&clerk.actor, of(Kind::Complaint, "Trần Văn Sai", "Khiếu nại giá đất"));
    let nothing = correct(&office, &desk, id, &[("ly_do", "xem lại")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.text().contains("Chưa có ô nào khác"), "{}", nothing.text());
    let wrong = [
        ("ho_ten", " "),
        ("cccd", "12"),
        ("dien_thoai", "xyz"),
        ("ngay_nhan", "30/12/2025"),
        ("noi_dung", ""),
        ("dia_chi", "21 Lê Lợi"),
    ];
    let page = correct(&office, &desk, id, &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["ho_ten", "cccd", "dien_thoai", "ngay_nhan", "noi_dung", "ly_do"] {
        assert!(page.html().contains(&format!("id=\"loi-{field}\"")), "{field}: {}", page.text());
    }
    assert!(page.text().contains("Số đơn thuộc sổ năm 2026"), "{}", page.text());
    assert_eq!((page.value("dia_chi"), page.value("cccd")), ("21 Lê Lợi".into(), "12".into()));
    assert_eq!(stored(&office, id).revision, 1);
    let other = office.register(&desk.actor, of(Kind::Complaint, "Lê Văn Bước", "Khiếu nại"));
    classify(&office, &desk, other, "KN", "03/11/2026").await;
    let late = [("ngay_nhan", "04/11/2026"), ("ly_do", "nhầm ngày")];
    let page = correct(&office, &desk, other, &late).await;
    assert!(page.text().contains("đã được xử lý từ ngày 03/11/2026"), "{}", page.text());
    let on_the_day = [("ngay_nhan", "03/11/2026"), ("ly_do", "nhầm ngày")];
    let sent = correct(&office, &desk, other, &on_the_day).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    assert_eq!(stored(&office, other).facts.received_on, date("2026-11-03"));
    check(&office);
}

async fn classify(office: &Office, by: &Person, id: PetitionId, kind: &str, on: &str) {
    let address = format!("/don/{id}/buoc/phan-loai");
    let revision = office.get(&by.cookie, &address).await.value("ban");
    let mut fields = found(kind);
    fields.extend([("ban", revision.as_str()), ("ngay", on)]);
    let sent = office.post(&by.cookie, &address, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
}

#[tokio::test]
async fn who_is_second_sees_what_changed_and_undoes_nothing() {
    let office = Office::new();
    let (first, second) = (person(&office, Role::DeskOfficer), person(&office, Role::DeskHead));
    let id =
        office.register(&first.actor, of(Kind::Complaint, "Trần Văn Hai", "Khiếu nại giá đất"));
    let address = format!("/don/{id}/sua");
    let opened = office.get(&second.cookie, &address).await.form_fields(&address);
    let by_first = [("dia_chi", "21 Lê Lợi"), ("ly_do", "theo CCCD")];
    let sent = correct(&office, &first, id, &by_first).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let by_second = [("dien_thoai", "0905 123 456"), ("ly_do", "gọi lại hỏi")];
    let page = send(&office, &second, id, opened, &by_second).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.text().contains("thành “21 Lê Lợi”, lý do: theo CCCD"), "{}", page.text());
    assert_eq!(page.value("dien_thoai"), "0905 123 456");
    assert_eq!(page.value("ly_do"), "gọi lại hỏi");
    let again = send(&office, &second, id, page.form_fields(&address), &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text());
    let person = stored(&office, id).facts.petitioner.unwrap();
    assert_eq!(person.address.as_deref(), Some("21 Lê Lợi"));
    assert_eq!(person.phone.unwrap().as_str(), "0905123456");
    check(&office);
}

#[tokio::test]
async fn only_the_desk_and_who_registered_it_correct() {
    let office = Office::new();
    let clerk = person(&office, Role::IntakeOfficer);
    let id = office.register(&clerk.actor, of(Kind::Complaint, "Trần Văn Quyền", "Khiếu nại"));
    for role in Role::ALL {
        let other = person(&office, *role);
        let expected = match role {
            Role::DeskOfficer | Role::DeskHead => StatusCode::OK,
            Role::IntakeOfficer | Role::Leader | Role::Inspector | Role::Administrator => {
                StatusCode::FORBIDDEN
            }
            Role::UnitOfficer | Role::UnitHead => StatusCode::NOT_FOUND,
        };
        let form = office.get(&other.cookie, &format!("/don/{id}/sua")).await;
        assert_eq!(form.status, expected, "{role:?}");
        let page = office.get(&other.cookie, &format!("/don/{id}")).await;
        let has_button = page.html().contains(&format!("/don/{id}/sua"));
        assert_eq!(has_button, expected == StatusCode::OK, "{role:?}");
        if expected != StatusCode::OK {
            let fields = [("ban", "1"), ("ho_ten", "Kẻ Khác"), ("ly_do", "thử")];
            let sent = office.post(&other.cookie, &format!("/don/{id}/sua"), &fields).await;
            assert_eq!(sent.status, expected, "{role:?}");
        }
    }
    assert_eq!(stored(&office, id).revision, 1);
}

#[tokio::test]
async fn a_denouncer_is_corrected_under_seal_and_nothing_tells_of_it() {
    let office = Office::new();
    let (clerk, desk) = (person(&office, Role::IntakeOfficer), person(&office, Role::DeskOfficer));
    let mut facts =
        of(Kind::Denunciation, "Quách Bí Mật", "Ông Quách Bí Mật tố cáo cán bộ địa chính");
    if let Some(person) = &mut facts.petitioner {
        person.identity_number = IdentityNumber::parse("052184001234").ok();
    }
    let id = office.register(&clerk.actor, facts);
    let address = format!("/don/{id}/sua");
    let closed = office.get(&clerk.cookie, &address).await;
    assert!(!closed.html().contains("name=\"ho_ten\"") && closed.text().contains("Mở để sửa"));
    let form = office
        .post(&clerk.cookie, &format!("{address}/danh-tinh"), &[("ly_do", "gõ nhầm tên")])
        .await;
    assert_eq!(
        (form.value("ho_ten"), form.value("cccd")),
        ("Quách Bí Mật".into(), "052184001234".into())
    );
    let fields = [
        ("ho_ten", "Quách Kín Đáo"),
        ("noi_dung", "Tố cáo cán bộ địa chính"),
        ("ly_do", "đối chiếu CCCD"),
    ];
    let filled = form.form_fields(&address);
    let forged = send(&office, &desk, id, filled.clone(), &fields).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN, "who may not open may not correct");
    let sent = send(&office, &clerk, id, filled, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let history = office.get(&desk.cookie, &format!("/don/{id}")).await.text();
    let told = "Sửa họ tên người gửi (giá trị được giữ bí mật); nội dung (giá trị được giữ bí mật)";
    assert!(history.contains(told) && !history.contains("đối chiếu CCCD"), "{history}");
    let own = office.get(&clerk.cookie, &format!("/don/{id}")).await.text();
    assert!(own.contains("lý do: đối chiếu CCCD"), "who may know reads why: {own}");
    let seq = office.app.store.last_seq();
    office.app.index.wait_for(seq, std::time::Duration::from_secs(20));
    let search = office.get(&clerk.cookie, "/tim?q=dia+chinh").await;
    assert_eq!(search.numbers(), [id.to_string()]);
    for text in [history, exported(&office), search.text()] {
        for secret in ["Bí Mật", "Kín Đáo", "052184001234"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
    let opened = office
        .post(&clerk.cookie, &format!("/don/{id}/danh-tinh"), &[("ly_do", "xem")])
        .await
        .text();
    for kept in ["Quách Kín Đáo", "họ tên người gửi: “Quách Bí Mật”", "“Ông Quách Bí Mật tố cáo"]
    {
        assert!(opened.contains(kept), "{kept}: {opened}");
    }
    let by_desk = [("ghi_chu", "đã gọi bộ phận một cửa"), ("ly_do", "bổ sung")];
    let sent = correct(&office, &desk, id, &by_desk).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "the rest is the desk's: {}", sent.text());
    assert_eq!(stored(&office, id).facts.note.as_deref(), Some("đã gọi bộ phận một cửa"));
    check(&office);
}

#[tokio::test]
async fn what_was_corrected_before_a_petition_is_sealed_goes_under_the_seal() {
    let office = Office::new();
    let desk = person(&office, Role::DeskOfficer);
    let id =
        office.register(&desk.actor, of(Kind::Complaint, "Quách Bí Mật", "Tố giác trưởng phòng"));
    let fields = [("ho_ten", "Quách Kín Đáo"), ("ly_do", "gõ nhầm")];
    assert_eq!(correct(&office, &desk, id, &fields).await.status, StatusCode::SEE_OTHER);
    classify(&office, &desk, id, "TC", "03/11/2026").await;
    let history = office.get(&desk.cookie, &format!("/don/{id}")).await.text();
    assert!(history.contains("Sửa họ tên người gửi (giá trị được giữ bí mật)"), "{history}");
    for secret in ["Bí Mật", "Kín Đáo"] {
        assert!(!history.contains(secret) && !exported(&office).contains(secret), "{secret}");
    }
    let opened =
        office.post(&desk.cookie, &format!("/don/{id}/danh-tinh"), &[("ly_do", "xem")]).await;
    assert!(opened.text().contains("họ tên người gửi: “Quách Bí Mật”"), "{}", opened.text());
    check(&office);
}

#[tokio::test]
async fn an_anonymous_denunciation_that_gets_a_name_is_sealed_at_once() {
    let office = Office::new();
    let desk = person(&office, Role::DeskOfficer);
    let facts =
        Facts { petitioner: None, ..of(Kind::Denunciation, "", "Tố cáo thu tiền sai") };
    let id = office.register(&desk.actor, facts);
    let first = [("noi_dung", "Tố cáo thu tiền sai ở chợ"), ("ly_do", "thiếu chữ")];
    assert_eq!(correct(&office, &desk, id, &first).await.status, StatusCode::SEE_OTHER);
    assert!(exported(&office).contains("thu tiền sai\""), "nobody is protected yet");
    let fields = [("nac_danh", ""), ("ho_ten", "Quách Bí Mật"), ("ly_do", "có tên ở trang hai")];
    let sent = correct(&office, &desk, id, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    assert!(stored(&office, id).is_sealed());
    let lines = exported(&office);
    assert!(!lines.contains("Bí Mật") && !lines.contains("thu tiền sai\""), "{lines}");
    check(&office);
}

/// The form says what the record says: sent as it was shown, it corrects nothing.
#[tokio::test]
async fn a_form_that_nobody_touched_changes_nothing() {
    let office = Office::new();
    let desk = person(&office, Role::DeskHead);
    let many = "Kính gửi UBND thành phố,\n\ntôi khiếu nại “giá đất” & bồi thường <thửa 12>.";
    let mut facts = of(Kind::Complaint, "H'Nga Niê", many);
    facts.source = None;
    facts.written_on = Some(date("2026-10-30"));
    facts.has_originals = true;
    facts.petitioner =
        facts.petitioner.map(|person| Petitioner { address: None, ward: None, ..person });
    let id = office.register(&desk.actor, facts);
    let page = correct(&office, &desk, id, &[("ly_do", "không sửa gì")]).await;
    assert!(page.text().contains("Chưa có ô nào khác"), "{}", page.text());
}

/// The number of a document that a step recorded: the result and the search follow.
#[tokio::test]
async fn a_mistyped_number_of_a_document_is_put_right_where_it_is_quoted() {
    let office = Office::new();
    let desk = person(&office, Role::DeskOfficer);
    let id = office.register(&desk.actor, of(Kind::Complaint, "Trần Văn Số", "Khiếu nại giá đất"));
    let outcome = Outcome {
        kind: ResultKind::Decision,
        document: DocumentMention { number: "1459/QĐ".into(), dated: Some(date("2026-11-20")) },
    };
    let due = office.app.due();
    let recorded = office.app.store.write(|tx| {
        let petition = tx.petition(id)?.unwrap();
        let event = Event {
            happening: Happening::Resolved(outcome),
            on: date("2026-11-20"),
            entered_at: office.app.clock.now(),
            by: None,
            capacity: None,
        };
        tx.record(petition, &[event], &due)
    });
    let _: Result<_, StoreError> = recorded.map(drop);
    let address = format!("/don/{id}/da-ghi/2");
    let shown = office.get(&desk.cookie, &format!("/don/{id}")).await;
    assert!(shown.html().contains(&address), "the line of the step leads to it");
    let form = office.get(&desk.cookie, &address).await;
    assert_eq!((form.value("so"), form.value("ngay")), ("1459/QĐ".into(), "20/11/2026".into()));
    let revision = form.value("ban");
    let fields = |number| {
        [
            ("ban", revision.as_str()),
            ("ngay", "20/11/2026"),
            ("so", number),
            ("ly_do", "đọc nhầm số"),
        ]
    };
    let blank = office.post(&desk.cookie, &address, &fields(" ")).await;
    assert!(blank.html().contains("id=\"loi-so\""), "{}", blank.text());
    assert_eq!(blank.value("ly_do"), "đọc nhầm số");
    let sent = office.post(&desk.cookie, &address, &fields("1495/QĐ")).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let page = office.get(&desk.cookie, sent.location()).await.text();
    let told =
        "Sửa bước ngày 20/11/2026: số văn bản: “1459/QĐ” thành “1495/QĐ”, lý do: đọc nhầm số";
    assert!(page.contains(told) && page.contains("Đã ghi: sửa bước"), "{page}");
    assert_eq!(stored(&office, id).outcome.unwrap().document.number, "1495/QĐ");
    office.app.index.wait_for(office.app.store.last_seq(), std::time::Duration::from_secs(20));
    let found = office.get(&desk.cookie, "/tim?q=1495%2FQ%C4%90").await;
    assert_eq!(found.numbers(), [id.to_string()]);
    check(&office);
}
