//! Who may know: by law, by name, until it ends; what the others see; asking for protection, and lifting it.

use axum::http::StatusCode;
use donthu::app::handle::{self, Part};
use donthu::app::import;
use donthu::domain::id::HeldRowId;
use donthu::domain::ledger::Column;
use donthu::domain::permission::Role;
use donthu::domain::petition::{AssignmentMode, Kind};
use donthu::workbook::Pace;

use super::{NAME, Person, assert_sound, classify, give, open, paper, person, stored};
use crate::support::Office;

/// Status of opening, for somebody who has nothing to do with the petition.
async fn may_open(office: &Office, by: &Person, id: donthu::domain::id::PetitionId) -> StatusCode {
    open(office, by, id).await.status
}

#[tokio::test]
async fn the_law_names_who_opens_and_a_unit_that_advises_never_does() {
    let office = Office::new();
    let clerk = person(&office, Role::IntakeOfficer);
    let others: Vec<(Role, Person)> =
        Role::ALL.iter().map(|role| (*role, person(&office, *role))).collect();
    let settles = Some(AssignmentMode::Settle);
    for mode in [None, Some(AssignmentMode::VerifyAndAdvise), settles] {
        let id = office.register(&clerk.actor, paper(Kind::Denunciation, "Tố cáo cán bộ"));
        if let Some(mode) = mode {
            give(&office, id, mode);
        }
        assert_eq!(may_open(&office, &clerk, id).await, StatusCode::OK, "who entered it");
        for (role, other) in &others {
            let expected = match role {
                Role::Leader => mode != settles,
                Role::UnitHead => mode == settles,
                Role::IntakeOfficer
                | Role::DeskOfficer
                | Role::DeskHead
                | Role::UnitOfficer
                | Role::Inspector
                | Role::Administrator => false,
            };
            let status = may_open(&office, other, id).await;
            assert_eq!(status == StatusCode::OK, expected, "{role:?}, {mode:?}: {status}");
        }
    }
    assert_sound(&office);
}

#[tokio::test]
async fn the_competent_person_lets_somebody_know_and_ends_it() {
    let office = Office::new();
    let [clerk, leader, officer, inspector, desk] =
        [Role::IntakeOfficer, Role::Leader, Role::UnitOfficer, Role::Inspector, Role::DeskHead]
            .map(|role| person(&office, role));
    let id = office.register(&clerk.actor, paper(Kind::Denunciation, "Tố cáo cán bộ"));
    give(&office, id, AssignmentMode::VerifyAndAdvise);
    let page = format!("/don/{id}/danh-tinh");
    let name = officer.actor.account.to_string();
    let fields = [("nguoi", name.as_str()), ("ly_do", "lấy lời trình bày")];
    for other in [&clerk, &officer, &inspector, &desk] {
        let sent = office.post(&other.cookie, &format!("{page}/cho-biet"), &fields).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN, "only the competent person names");
    }
    let blank = office.post(&leader.cookie, &format!("{page}/cho-biet"), &fields[..1]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(blank.html().contains("id=\"loi-ly_do\""), "{}", blank.text());
    let own = leader.actor.account.to_string();
    let known = [("nguoi", own.as_str()), ("ly_do", "x")];
    let refused = office.post(&leader.cookie, &format!("{page}/cho-biet"), &known).await;
    assert!(refused.text().contains("đã được biết danh tính"), "{}", refused.text());
    let sent = office.post(&leader.cookie, &format!("{page}/cho-biet"), &fields).await;
    assert_eq!(sent.location(), page, "{}", sent.text());
    assert!(open(&office, &officer, id).await.text().contains(NAME));

    let overview = office.get(&leader.cookie, &page).await.text();
    for told in [officer.actor.full_name.as_str(), "lấy lời trình bày", "đối chiếu chữ ký"]
    {
        assert!(overview.contains(told), "{told}: {overview}");
    }
    let home = office.get(&leader.cookie, "/").await;
    assert!(home.html().contains("<a href=\"/danh-tinh\"><b>1</b>"), "{}", home.html());
    let openings = office.get(&leader.cookie, "/danh-tinh").await.text();
    assert!(
        openings.contains(&id.to_string()) && openings.contains("đối chiếu chữ ký"),
        "{openings}"
    );
    let of_desk = office.get(&desk.cookie, "/danh-tinh").await.text();
    assert!(!of_desk.contains(&id.to_string()), "{of_desk}");

    let petition = format!("/don/{id}");
    for (reader, reads) in [(&leader, true), (&officer, true), (&inspector, true), (&desk, false)] {
        let history = office.get(&reader.cookie, &petition).await.text();
        assert!(history.contains("Mở danh tính người gửi được giữ bí mật"), "{history}");
        assert_eq!(history.contains("đối chiếu chữ ký"), reads, "{history}");
        assert_eq!(history.contains("lấy lời trình bày"), reads, "{history}");
    }
    assert_eq!(office.get(&desk.cookie, &page).await.status, StatusCode::FORBIDDEN);

    let ended = office.post(&leader.cookie, &format!("{page}/thoi"), &fields[..1]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER);
    assert_eq!(may_open(&office, &officer, id).await, StatusCode::FORBIDDEN);
    assert_sound(&office);
}

#[tokio::test]
async fn who_asks_for_it_is_sealed_at_intake_or_later() {
    let office = Office::new();
    let (clerk, desk) = (person(&office, Role::IntakeOfficer), person(&office, Role::DeskOfficer));
    let address = "/don/moi";
    let typed = [
        ("nguon", "truc-tiep"),
        ("ho_ten", NAME),
        ("loai", "KN"),
        ("noi_dung", "Khiếu nại giá đất"),
        ("giu_bi_mat", "1"),
    ];
    let sent = office.fill(&clerk, address, &typed).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let list = office.get(&desk.cookie, "/don").await.text();
    assert!(list.contains("Công dân KN-2026-0001") && !list.contains("Khuyếch"), "{list}");

    let id = office.register(&desk.actor, paper(Kind::Suggestion, "Kiến nghị làm cống"));
    let page = format!("/don/{id}/danh-tinh");
    let other = person(&office, Role::Inspector);
    let reason = [("ly_do", "sợ trả thù")];
    let refused = office.post(&other.cookie, &format!("{page}/giu"), &reason).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(office.get(&desk.cookie, &page).await.text().contains("Giữ bí mật danh tính"));
    let sent = office.post(&desk.cookie, &format!("{page}/giu"), &reason).await;
    let after = office.get(&desk.cookie, sent.location()).await.text();
    assert!(after.contains("Công dân KNPA-2026-0002") && !after.contains("Khuyếch"), "{after}");
    assert_sound(&office);
}

#[tokio::test]
async fn lifting_the_seal_is_a_decision_and_brings_the_sender_back() {
    let office = Office::new();
    let (desk, leader) = (person(&office, Role::DeskOfficer), person(&office, Role::Leader));
    let id = office.register(&desk.actor, paper(Kind::Complaint, "Tố giác cán bộ"));
    let form = format!("/don/{id}/sua");
    let typed = [("dia_chi", "Ngõ 78"), ("ly_do", "nhầm")];
    assert_eq!(office.fill(&desk, &form, &typed).await.status, StatusCode::SEE_OTHER);
    let facts = stored(&office, id).facts;
    classify(&office, &desk, id, "TC").await;
    assert_eq!(stored(&office, id).facts.petitioner, None);
    let address = format!("/don/{id}/danh-tinh/bo");
    let decision = [("so", "12/QĐ-UBND"), ("ngay", "04/11/2026"), ("ly_do", "người tố cáo đồng ý")];
    let by_desk = office.post(&desk.cookie, &address, &decision).await;
    assert_eq!(by_desk.status, StatusCode::FORBIDDEN);
    let blank = office.post(&leader.cookie, &address, &decision[2..]).await;
    assert!(
        blank.html().contains("loi-so") && blank.html().contains("loi-ngay"),
        "{}",
        blank.text()
    );
    let sent = office.post(&leader.cookie, &address, &decision).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let back = stored(&office, id);
    assert_eq!((back.seal, &back.facts), (None, &facts));
    let page = office.get(&desk.cookie, &format!("/don/{id}")).await.text();
    for told in [
        NAME,
        "Sửa địa chỉ: “Hẻm Khuyếch 77” thành “Ngõ 78”",
        "Bỏ giữ bí mật danh tính theo 12/QĐ-UBND",
        "lý do: người tố cáo đồng ý",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    office.app.index.wait_for(office.app.store.last_seq(), std::time::Duration::from_secs(20));
    assert_eq!(office.get(&desk.cookie, "/tim?q=khuyech").await.numbers(), [id.to_string()]);
    assert_sound(&office);
}

#[tokio::test]
async fn sealed_names_are_found_only_whole_and_only_by_who_may_know() {
    let office = Office::new();
    let [clerk, desk, leader] =
        [Role::IntakeOfficer, Role::DeskHead, Role::Leader].map(|role| person(&office, role));
    let id = office.register(&clerk.actor, paper(Kind::Denunciation, "Tố cáo cán bộ"));
    office.app.index.wait_for(office.app.store.last_seq(), std::time::Duration::from_secs(20));
    let words = "Người gửi được giữ bí mật trùng";
    for query in ["khuyech+thi+bi", "052184001234", "0905+123+456", "%2B84905123456"] {
        for address in ["/tim", "/tim/ket-qua"] {
            let address = format!("{address}?q={query}");
            for knows in [&leader, &clerk] {
                let found = office.get(&knows.cookie, &address).await;
                assert!(found.text().contains(words), "{address}: {}", found.text());
                assert!(found.links().contains(&format!("/don/{id}")));
            }
            let found = office.get(&desk.cookie, &address).await;
            let told = [words, &id.to_string(), "bảo mật"];
            assert!(told.iter().all(|told| !found.text().contains(told)), "{}", found.text());
        }
    }
    let part = office.get(&leader.cookie, "/tim?q=khuyech+thi").await;
    assert!(!part.text().contains(words), "{}", part.text());
    let other = person(&office, Role::IntakeOfficer);
    let address = "/don/moi";
    for (name, is_told) in [(NAME, true), ("Khuyếch Thị Khác", false)] {
        let typed =
            [("nguon", "truc-tiep"), ("loai", "KN"), ("noi_dung", "Khiếu nại"), ("ho_ten", name)];
        let sent = office.fill(&other, address, &typed).await;
        let next = office.get(&other.cookie, sent.location()).await.text();
        assert_eq!(next.contains("Có đơn liên quan được bảo mật"), is_told, "{next}");
        assert!(!next.contains(&id.to_string()), "no number: {next}");
    }
}

#[tokio::test]
async fn an_identity_kept_in_a_paper_file_is_never_here() {
    let office = Office::new();
    let [clerk, desk, leader] =
        [Role::IntakeOfficer, Role::DeskOfficer, Role::Leader].map(|role| person(&office, role));
    let address = "/don/moi";
    let typed = [
        ("nguon", "truc-tiep"),
        ("loai", "TC"),
        ("noi_dung", "Tố cáo cán bộ"),
        ("ngoai_he_thong", "1"),
        ("so_ho_so", "12/HSM"),
    ];
    let sent = office.fill(&clerk, address, &typed).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let id = donthu::domain::id::PetitionId { year: 2026, serial: 1 };
    let page = office.get(&leader.cookie, &format!("/don/{id}")).await.text();
    for told in ["Công dân TC-2026-0001", "hồ sơ giấy số 12/HSM"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(!page.contains("Mở thông tin"), "{page}");
    assert_eq!(open(&office, &leader, id).await.status, StatusCode::NOT_FOUND);
    let form = office.get(&desk.cookie, &format!("/don/{id}/sua")).await;
    assert!(!form.html().contains("name=\"ho_ten\""), "{}", form.text());
    let lift = [("so", "1"), ("ngay", "04/11/2026"), ("ly_do", "x")];
    let lifted = office.post(&leader.cookie, &format!("/don/{id}/danh-tinh/bo"), &lift).await;
    assert_eq!(lifted.status, StatusCode::FORBIDDEN, "there is nothing to put back");
    assert_sound(&office);
}

/// Who mended a held row of another's book, or split a denunciation, used to count as who had entered it, and might open it.
#[tokio::test]
async fn to_mend_a_row_or_to_split_a_petition_opens_nothing() {
    let office = Office::new();
    let [clerk, desk, other] =
        [Role::IntakeOfficer, Role::DeskHead, Role::DeskOfficer].map(|role| person(&office, role));
    let csv = "STT;Ngày đến;Người gửi;Địa chỉ;Loại đơn;Nội dung\n\
               1;31/02/2018;Khuyếch Chờ;Hẻm Khuyếch;Tố cáo;Thu tiền sai\n\
               2;04/01/2018;Khuyếch Rõ;Hẻm Khuyếch;;Không rõ loại\n";
    let ledger = import::read(&office.app, "so.csv", csv.as_bytes(), &|_| Pace::GoOn).unwrap();
    import::import(&office.app, Some(&desk.actor), &ledger, &mut |_| true).unwrap();
    let day = [(Column::ReceivedOn, "28/02/2018".to_owned())];
    let mended = import::correct(&office.app, &other.actor, HeldRowId(1), &day).unwrap().unwrap();
    assert_eq!(open(&office, &other, mended).await.status, StatusCode::FORBIDDEN);
    assert!(open(&office, &desk, mended).await.text().contains("Khuyếch Chờ"), "who brought it in");
    // To call it another kind without admitting it as one would show who sent it.
    let peek = [(Column::Kind, "Khiếu nại".to_owned()), (Column::Content, String::new())];
    import::correct(&office.app, &other.actor, HeldRowId(2), &peek).unwrap().unwrap_err();
    let page = office.get(&other.cookie, "/quan-tri/dong-cho-sua/2").await;
    assert!(page.status == StatusCode::OK && !page.html().contains("Khuyếch"), "{}", page.html());

    let id = office.register(&clerk.actor, paper(Kind::Denunciation, "Tố cáo và kiến nghị"));
    classify(&office, &other, id, "TC").await;
    let parts = ["TC", "KNPA"]
        .map(|kind| Part { kind: Kind::from_code(kind).unwrap(), content: "Một phần".into() });
    let revision = stored(&office, id).revision;
    let when = (crate::support::date("2026-11-03"), revision);
    let into = handle::split(&office.app, &other.actor, id, when, parts.into()).unwrap();
    assert_eq!(open(&office, &other, into[0]).await.status, StatusCode::FORBIDDEN);
    assert!(open(&office, &clerk, into[0]).await.text().contains(NAME), "who entered the whole");
    assert_sound(&office);
}

/// What was lifted for a complaint used to leave the same sender in clear once it was classified as a denunciation.
#[tokio::test]
async fn a_complaint_whose_seal_was_lifted_is_sealed_again_as_a_denunciation() {
    let office = Office::new();
    let [desk, leader] = [Role::DeskOfficer, Role::Leader].map(|role| person(&office, role));
    let id = office.register(&desk.actor, paper(Kind::Complaint, "Khiếu nại thu tiền"));
    let reason = [("ly_do", "sợ bị trả thù")];
    let asked = office.post(&desk.cookie, &format!("/don/{id}/danh-tinh/giu"), &reason).await;
    assert!(stored(&office, id).is_sealed(), "{} {}", asked.status, asked.text());
    let lift = [("so", "1/QĐ"), ("ngay", "04/11/2026"), ("ly_do", "người gửi đồng ý")];
    office.post(&leader.cookie, &format!("/don/{id}/danh-tinh/bo"), &lift).await;
    assert!(!stored(&office, id).is_sealed());
    classify(&office, &desk, id, "TC").await;
    assert!(stored(&office, id).is_sealed());
    assert_sound(&office);
}
