//! The way of a petition through its pages: every step by the form that a person fills in, with the rights they have.

use axum::http::StatusCode;
use donthu::domain::id::PetitionId;
use donthu::domain::permission::{Actor, Role};
use donthu::domain::petition::{Kind, Status};
use donthu::domain::workflow::Stage;

use crate::support::{Office, Page, complaint, found};

const UNIT: &str = "P. TNMT";

/// An office with one person of each role, signed in.
struct Desk {
    office: Office,
    people: Vec<(Role, String, Actor)>,
}

impl Desk {
    fn new() -> Self {
        let office = Office::new();
        let people = Role::ALL.iter().map(|role| {
            let actor = office.person(*role, role.is_of_a_unit().then_some(UNIT));
            (*role, office.sign_in(&actor), actor)
        });
        let people = people.collect();
        Self { office, people }
    }

    fn actor(&self, role: Role) -> &Actor {
        &self.people.iter().find(|(one, _, _)| *one == role).unwrap().2
    }

    fn cookie(&self, role: Role) -> &str {
        &self.people.iter().find(|(one, _, _)| *one == role).unwrap().1
    }

    fn receive(&self, kind: Kind, name: &str, content: &str) -> PetitionId {
        let facts = complaint("2026-11-02", name, content);
        let facts = donthu::domain::petition::Facts { kind, ..facts };
        self.office.register(self.actor(Role::IntakeOfficer), facts)
    }

    fn stage(&self, id: PetitionId) -> Stage {
        self.office.app.store.read().unwrap().petition(id).unwrap().unwrap().stage()
    }

    /// Opens the form of a step, fills it in and sends it.
    async fn send(
        &self,
        role: Role,
        id: PetitionId,
        (code, day): (&str, &str),
        fields: &[(&str, &str)],
    ) -> Page {
        let address = format!("/don/{id}/buoc/{code}");
        let form = self.office.get(self.cookie(role), &address).await;
        assert_eq!(form.status, StatusCode::OK, "{role:?} {code}: {}", form.location());
        let revision = form.value("ban");
        let mut all = vec![("ban", revision.as_str()), ("ngay", day)];
        all.extend_from_slice(fields);
        self.office.post(self.cookie(role), &address, &all).await
    }

    async fn step(
        &self,
        (role, id): (Role, PetitionId),
        step: (&str, &str),
        fields: &[(&str, &str)],
        expected: Stage,
    ) {
        let sent = self.send(role, id, step, fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{step:?}: {}", sent.text());
        assert_eq!(self.stage(id), expected, "{step:?}");
        let page = self.office.get(self.cookie(role), sent.location()).await;
        assert!(page.text().contains("Đã ghi"), "{step:?}");
        let leads_on = page.text().contains("Phiếu tiếp theo chờ duyệt");
        let is_answer = role == Role::Leader && ["duyet", "tra-phieu"].contains(&step.0);
        assert_eq!(leads_on, is_answer, "{step:?}: the leader goes on with the inbox");
    }

    /// From the counter to the unit that settles.
    async fn assign(&self, id: PetitionId, kind: &str, mode: &str) {
        let found = found(kind);
        self.step((Role::DeskOfficer, id), ("phan-loai", "03/11/2026"), &found, Stage::Classified)
            .await;
        let unit = self.office.unit(UNIT).to_string();
        let slip = [("huong", "giao"), ("don_vi", unit.as_str()), ("hinh_thuc", mode)];
        self.step((Role::DeskOfficer, id), ("de-xuat", "03/11/2026"), &slip, Stage::Proposed).await;
        self.step((Role::DeskHead, id), ("dong-y", "03/11/2026"), &[], Stage::AwaitingApproval)
            .await;
        let step = ("duyet", "04/11/2026");
        self.step((Role::Leader, id), step, &slip, Stage::Assigned).await;
    }
}

const SIGNED: [(&str, &str); 2] =
    [("nguoi_ky", "Trưởng phòng Người Thử"), ("noi_nhan", "Người khiếu nại\nThanh tra thành phố")];

#[tokio::test]
async fn a_complaint_goes_from_the_counter_to_a_closed_file() {
    let desk = Desk::new();
    let id = desk.receive(Kind::Complaint, "Trần Thị Đường", "Khiếu nại giá bồi thường thửa 12");
    desk.assign(id, "KN", "giai-quyet").await;
    let officer = desk.actor(Role::UnitOfficer).account.to_string();
    let (head, clerk) = (Role::UnitHead, Role::UnitOfficer);
    desk.step((head, id), ("thu-ly", "05/11/2026"), &SIGNED, Stage::Accepted).await;
    let given = [("chuyen_vien", officer.as_str())];
    desk.step((head, id), ("giao-chuyen-vien", "05/11/2026"), &given, Stage::Accepted).await;
    desk.step((clerk, id), ("xac-minh", "06/11/2026"), &[], Stage::Verifying).await;
    let note = [("y_kien", "Làm việc với UBND phường, thu thập sổ mục kê")];
    desk.step((clerk, id), ("ghi-buoc", "09/11/2026"), &note, Stage::Verifying).await;
    let mut held = vec![("moi_ngay", "04/11/2026")];
    held.extend(SIGNED);
    desk.step((clerk, id), ("doi-thoai", "10/11/2026"), &held, Stage::Dialogue).await;
    let draft = [("y_kien", "Đề nghị công nhận một phần")];
    desk.step((clerk, id), ("trinh-ket-qua", "12/11/2026"), &draft, Stage::Drafted).await;
    let mut issued = vec![("ket_qua", "dung-mot-phan"), ("cn_tien", "12.500.000"), ("so_cn", "1")];
    issued.extend(SIGNED);
    desk.step((head, id), ("ban-hanh", "16/11/2026"), &issued, Stage::Issued).await;
    let sent = [("noi_nhan", "Người khiếu nại\nNgười bị khiếu nại")];
    desk.step((clerk, id), ("gui", "17/11/2026"), &sent, Stage::Issued).await;
    let public = [("cong_khai", "niem-yet"), ("noi", "Trụ sở UBND"), ("den", "05/12/2026")];
    desk.step((clerk, id), ("cong-khai", "18/11/2026"), &public, Stage::Published).await;
    desk.step((head, id), ("ket-thuc", "19/11/2026"), &[], Stage::Closed).await;
    let page = desk.office.get(desk.cookie(Role::Inspector), &format!("/don/{id}")).await.text();
    for told in [
        "Phân loại: khiếu nại; đất đai; lần đầu; thuộc thẩm quyền",
        "Duyệt giao Phòng Tài nguyên và Môi trường thụ lý giải quyết",
        "Thụ lý: Thông báo thụ lý số 01/TB-TNMT ngày 05/11/2026",
        "Quyết định giải quyết số 01/QĐ-TNMT ngày 16/11/2026",
        "trả lại cá nhân 12.500.000 đồng",
        "đúng hạn",
        "Lãnh đạo đơn vị P. TNMT",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let found = desk.office.app.store.verify(&desk.office.app.due()).unwrap();
    assert!(found.faults.is_empty(), "{:?}", found.faults);
}

#[tokio::test]
async fn a_day_that_no_law_counts_says_who_set_it() {
    let desk = Desk::new();
    let set = desk.receive(Kind::Suggestion, "Trần Thị Đường", "Kiến nghị làm cống");
    let ahead = desk.receive(Kind::Complaint, "Lê Văn Hàng", "Khiếu nại ranh đất");
    for (id, kind, mode, day) in
        [(set, "KNPA", "giai-quyet", "20/11/2026"), (ahead, "KN", "tham-muu", "")]
    {
        let step = ("phan-loai", "03/11/2026");
        desk.step((Role::DeskOfficer, id), step, &found(kind), Stage::Classified).await;
        let unit = desk.office.unit(UNIT).to_string();
        let slip =
            [("huong", "giao"), ("don_vi", unit.as_str()), ("hinh_thuc", mode), ("han", day)];
        let step = ("de-xuat", "03/11/2026");
        desk.step((Role::DeskOfficer, id), step, &slip, Stage::Proposed).await;
        let step = ("dong-y", "03/11/2026");
        desk.step((Role::DeskHead, id), step, &[], Stage::AwaitingApproval).await;
        desk.step((Role::Leader, id), ("duyet", "04/11/2026"), &slip, Stage::Assigned).await;
    }
    desk.step((Role::DeskHead, ahead), ("thu-ly", "05/11/2026"), &SIGNED, Stage::Accepted).await;
    for (id, told) in
        [(set, "hạn ấn định khi giao: 20/11/2026"), (ahead, "trước hạn giải quyết 10 ngày")]
    {
        let page = desk.office.get(desk.cookie(Role::UnitHead), &format!("/don/{id}")).await;
        assert!(page.text().contains(told), "{told}: {}", page.text());
        assert!(!page.text().contains("Báo động"), "what was handled in time rings no alarm");
    }
}

#[tokio::test]
async fn what_the_law_forbids_is_said_with_its_article_and_what_was_typed_stays() {
    let desk = Desk::new();
    let id = desk.receive(Kind::Complaint, "Trần Thị Đường", "Khiếu nại giá bồi thường");
    let found = found("KN");
    let first = ("phan-loai", "03/11/2026");
    desk.step((Role::DeskOfficer, id), first, &found, Stage::Classified).await;
    let slip = [("huong", "chuyen"), ("co_quan", "UBND tỉnh"), ("ghi_chu", "chữ đã gõ")];
    let refused = desk.send(Role::DeskOfficer, id, ("de-xuat", "03/11/2026"), &slip).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = refused.text();
    assert!(text.contains("Chưa ghi") && text.contains("TT 05/2021"), "{text}");
    assert!(refused.html().contains("chữ đã gõ") && refused.html().contains("UBND tỉnh"));
    assert_eq!(desk.stage(id), Stage::Classified);
    for (day, said) in [
        ("26/11/2026", "tương lai"),
        ("01/11/2026", "trước bước đã ghi ngày 03/11/2026"),
        ("31/02/2026", "Ngày không có thật"),
    ] {
        let unit = desk.office.unit(UNIT).to_string();
        let slip = [("huong", "giao"), ("don_vi", &unit), ("hinh_thuc", "tham-muu")];
        let refused = desk.send(Role::DeskOfficer, id, ("de-xuat", day), &slip).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
        assert!(refused.text().contains(said), "{day}: {}", refused.text());
    }
    let empty =
        desk.send(Role::DeskOfficer, id, ("de-xuat", "03/11/2026"), &[("huong", "giao")]).await;
    assert!(empty.text().contains("còn 2 ô cần sửa"), "{}", empty.text());
}

/// Who may settle a denunciation is a matter of law and of dates: a department verifies and advises, unless a document
/// gives it the competence from a day on.
#[tokio::test]
async fn a_unit_settles_only_what_it_is_competent_for_on_the_day() {
    let desk = Desk::new();
    let id = desk.receive(Kind::Denunciation, "Lê Thị Kín", "Cán bộ thu tiền không biên lai");
    let found = found("TC");
    desk.step((Role::DeskOfficer, id), ("phan-loai", "03/11/2026"), &found, Stage::Classified)
        .await;
    let unit = desk.office.unit(UNIT).to_string();
    let slip = |mode| [("huong", "giao"), ("don_vi", unit.as_str()), ("hinh_thuc", mode)];
    let settle = slip("giai-quyet");
    let refused = desk.send(Role::DeskOfficer, id, ("de-xuat", "09/11/2026"), &settle).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("không có thẩm quyền tự giải quyết")
            && refused.text().contains("LTC 2018 Đ.12–13"),
        "{}",
        refused.text()
    );
    assert_eq!(desk.stage(id), Stage::Classified);
    let page = format!("/quan-tri/don-vi/{unit}");
    let form = [
        ("viec", "tham-quyen"),
        ("loai_viec", "to-cao"),
        ("duoc", "1"),
        ("ngay", "10/11/2026"),
        ("so_vb", "88/QĐ-UBND"),
        ("ngay_vb", "09/11/2026"),
        ("ly_do", "ủy quyền giải quyết"),
    ];
    let cookie = desk.cookie(Role::Administrator);
    let unsaid = desk.office.post(cookie, &page, &[&form[..1], &form[3..]].concat()).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsaid.text().contains("Chưa chọn loại việc"), "{}", unsaid.text());
    let entered = desk.office.post(cookie, &page, &form).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text());
    let told = desk.office.get(cookie, &page).await.text();
    assert!(told.contains("Tự giải quyết tố cáo") && told.contains("có – 88/QĐ-UBND"), "{told}");
    let before = desk.send(Role::DeskOfficer, id, ("de-xuat", "09/11/2026"), &settle).await;
    assert_eq!(before.status, StatusCode::UNPROCESSABLE_ENTITY, "the day before it had none");
    desk.step((Role::DeskOfficer, id), ("de-xuat", "10/11/2026"), &settle, Stage::Proposed).await;
}

/// A wrong day of acceptance used to be for good, and with it every due date of the case.
#[tokio::test]
async fn a_step_with_a_wrong_day_is_put_right_and_the_clocks_follow() {
    let desk = Desk::new();
    let id = desk.receive(Kind::Complaint, "Trần Thị Ngày", "Khiếu nại giá bồi thường");
    desk.assign(id, "KN", "giai-quyet").await;
    let head = Role::UnitHead;
    desk.step((head, id), ("thu-ly", "20/11/2026"), &SIGNED, Stage::Accepted).await;
    let due = || desk.office.app.store.read().unwrap().petition(id).unwrap().unwrap().due_on;
    assert_eq!(due().unwrap().to_string(), "2026-12-21", "thirty days, and a Sunday");
    let page = desk.office.get(desk.cookie(head), &format!("/don/{id}")).await;
    let events = desk.office.app.store.read().unwrap().history(id).unwrap().len();
    let address = format!("/don/{id}/da-ghi/{events}");
    assert!(page.html().contains(&address), "{}", page.html());
    let form = desk.office.get(desk.cookie(head), &address).await;
    assert!(form.text().contains("Thụ lý: Thông báo thụ lý số 01/TB-TNMT"), "{}", form.text());
    let fields = |day| {
        let number = form.value("so");
        let mut all = form.form_fields(&address);
        all.retain(|(name, _)| name != "ngay" && name != "ly_do" && name != "so");
        all.extend([
            ("so".into(), number),
            ("ngay".into(), day),
            ("ly_do".into(), "xem lại bản giấy".into()),
        ]);
        all
    };
    let post = async |fields: Vec<(String, String)>| {
        let all: Vec<_> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        desk.office.post(desk.cookie(head), &address, &all).await
    };
    let early = post(fields("03/11/2026".to_owned())).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.text().contains("Ngày phải từ 04/11/2026 đến 25/11/2026"), "{}", early.text());
    assert_eq!(early.value("ly_do"), "xem lại bản giấy");
    let done = post(fields("05/11/2026".to_owned())).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert_eq!(due().unwrap().to_string(), "2026-12-07", "thirty days from the right one");
    let page = desk.office.get(desk.cookie(head), done.location()).await.text();
    let told =
        "Sửa bước ngày 20/11/2026: ngày: “20/11/2026” thành “05/11/2026”, lý do: xem lại bản giấy";
    assert!(page.contains(told), "{page}");
    assert!(page.contains("đã sửa, lúc đầu ghi ngày 20/11/2026"), "{page}");
    let second = post(fields("06/11/2026".to_owned())).await;
    assert_eq!(second.status, StatusCode::CONFLICT, "made from the form of before");
    assert!(second.text().contains("thành “05/11/2026”"), "{}", second.text());
    let stranger = desk.office.get(desk.cookie(Role::Inspector), &address).await;
    assert_eq!(stranger.status, StatusCode::FORBIDDEN);
    let receipt = desk.office.get(desk.cookie(head), &format!("/don/{id}/da-ghi/1")).await;
    assert_eq!(receipt.status, StatusCode::NOT_FOUND, "no step: corrected as a fact");
    let found = desk.office.app.store.verify(&desk.office.app.due()).unwrap();
    assert!(found.faults.is_empty(), "{:?}", found.faults);
}

#[tokio::test]
async fn the_second_of_two_sees_what_changed_and_loses_nothing() {
    let desk = Desk::new();
    let id = desk.receive(Kind::Complaint, "Trần Thị Đường", "Khiếu nại giá bồi thường");
    desk.assign(id, "KN", "giai-quyet").await;
    let (head, clerk) = (desk.cookie(Role::UnitHead), desk.cookie(Role::UnitOfficer));
    let address = format!("/don/{id}/buoc/ghi-buoc");
    let form = desk.office.get(clerk, &address).await;
    let revision = form.value("ban");
    let accept: Vec<_> = SIGNED.into_iter().collect();
    desk.step((Role::UnitHead, id), ("thu-ly", "05/11/2026"), &accept, Stage::Accepted).await;
    let typed =
        [("ban", revision.as_str()), ("ngay", "05/11/2026"), ("y_kien", "Đã gọi điện cho dân")];
    let late = desk.office.post(clerk, &address, &typed).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let text = late.text();
    assert!(text.contains("đơn đã thay đổi") && text.contains("Thụ lý: Thông báo"), "{text}");
    assert!(late.html().contains("Đã gọi điện cho dân"), "nothing typed is lost");
    let again = late.value("ban");
    let typed =
        [("ban", again.as_str()), ("ngay", "05/11/2026"), ("y_kien", "Đã gọi điện cho dân")];
    assert_eq!(desk.office.post(clerk, &address, &typed).await.status, StatusCode::SEE_OTHER);
    let page = desk.office.get(head, &format!("/don/{id}")).await.text();
    assert_eq!(page.matches("Đã gọi điện cho dân").count(), 1);
}

#[tokio::test]
async fn twenty_slips_are_approved_at_once_and_one_that_changed_is_not() {
    let desk = Desk::new();
    let mut tokens = Vec::new();
    for number in 0..20 {
        let name = format!("Nguyễn Văn Thứ {number}");
        let id = desk.receive(Kind::Suggestion, &name, "Kiến nghị làm cống thoát nước");
        let found = found("KNPA");
        desk.step((Role::DeskOfficer, id), ("phan-loai", "03/11/2026"), &found, Stage::Classified)
            .await;
        let unit = desk.office.unit(UNIT).to_string();
        let slip = [("huong", "giao"), ("don_vi", unit.as_str()), ("hinh_thuc", "giai-quyet")];
        desk.step((Role::DeskOfficer, id), ("de-xuat", "03/11/2026"), &slip, Stage::Proposed).await;
        desk.step((Role::DeskHead, id), ("dong-y", "03/11/2026"), &[], Stage::AwaitingApproval)
            .await;
        tokens.push((
            id,
            desk.office.app.store.read().unwrap().petition(id).unwrap().unwrap().revision,
        ));
    }
    let leader = desk.cookie(Role::Leader);
    let inbox = desk.office.get(leader, "/duyet").await;
    assert!(inbox.text().contains("20 phiếu đang chờ"), "{}", inbox.text());
    let changed = tokens[7].0;
    let back = [("y_kien", "Ghi rõ địa điểm")];
    desk.step((Role::Leader, changed), ("tra-phieu", "03/11/2026"), &back, Stage::Classified).await;
    let chosen: Vec<String> =
        tokens.iter().map(|(id, revision)| format!("{id}@{revision}")).collect();
    let fields: Vec<_> = chosen.iter().map(|token| ("chon", token.as_str())).collect();
    let nobody = desk.office.post(leader, "/duyet", &[("y_kien", "đồng ý")]).await;
    assert!(nobody.text().contains("Chưa chọn đơn nào") && nobody.html().contains("đồng ý"));
    let answer = desk.office.post(leader, "/duyet", &fields).await;
    let text = answer.text();
    assert!(text.contains("Đã duyệt 19 đơn") && text.contains("Chưa duyệt 1 đơn"), "{text}");
    for (id, _) in &tokens {
        let expected = if *id == changed { Stage::Classified } else { Stage::Assigned };
        assert_eq!(desk.stage(*id), expected, "{id}");
    }
    let desk_officer = desk.cookie(Role::DeskOfficer);
    let refused = desk.office.post(desk_officer, "/duyet", &fields).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_is_classified_as_a_denunciation_is_sealed_from_then_on() {
    let desk = Desk::new();
    let id = desk.receive(Kind::Complaint, "Quách Bí Mật", "Trưởng phòng nhận tiền của dân");
    let found = found("TC");
    desk.step((Role::DeskOfficer, id), ("phan-loai", "03/11/2026"), &found, Stage::Classified)
        .await;
    desk.office
        .app
        .index
        .wait_for(desk.office.app.store.last_seq(), std::time::Duration::from_secs(20));
    for (role, cookie, _) in &desk.people {
        for address in ["/don", "/tim?q=nhan+tien", "/duyet", &format!("/don/{id}")] {
            let page = desk.office.get(cookie, address).await;
            assert!(!page.text().contains("Bí Mật"), "{role:?} {address}");
        }
    }
    let unit = desk.office.app.store.verify(&desk.office.app.due()).unwrap();
    assert!(unit.faults.is_empty(), "{:?}", unit.faults);
}

#[tokio::test]
async fn a_petition_of_several_contents_is_split_into_petitions_of_their_own() {
    let desk = Desk::new();
    let id = desk.receive(Kind::Complaint, "Trần Thị Nhiều", "Khiếu nại đền bù và kiến nghị cống");
    let mut found = found("KN");
    found.push(("nhieu_noi_dung", "1"));
    desk.step((Role::DeskOfficer, id), ("phan-loai", "03/11/2026"), &found, Stage::Classified)
        .await;
    let one = [("loai_1", "KN"), ("noi_dung_1", "Khiếu nại đền bù")];
    let refused = desk.send(Role::DeskOfficer, id, ("tach-don", "03/11/2026"), &one).await;
    assert!(refused.text().contains("Cần ít nhất hai nội dung"), "{}", refused.text());
    let two = [
        ("loai_1", "KN"),
        ("noi_dung_1", "Khiếu nại đền bù"),
        ("loai_2", "KNPA"),
        ("noi_dung_2", "Kiến nghị làm cống"),
    ];
    desk.step((Role::DeskOfficer, id), ("tach-don", "03/11/2026"), &two, Stage::Split).await;
    let snapshot = desk.office.app.store.read().unwrap();
    let parts: Vec<_> =
        snapshot.petition_ids().unwrap().into_iter().filter(|one| *one != id).collect();
    assert_eq!(parts.len(), 2);
    for part in parts {
        let part = snapshot.petition(part).unwrap().unwrap();
        assert_eq!(part.status(), Status::Received);
        assert_eq!(part.facts.petitioner.unwrap().name, "Trần Thị Nhiều");
    }
    let list = desk.office.get(desk.cookie(Role::DeskOfficer), "/don").await;
    assert_eq!(list.numbers().len(), 3);
}

#[tokio::test]
async fn each_queue_counts_exactly_the_rows_that_it_opens() {
    let desk = Desk::new();
    for number in 0..6 {
        let name = format!("Lê Văn Hàng {number}");
        let id = desk.receive(Kind::Complaint, &name, "Khiếu nại ranh đất");
        if number > 3 {
            desk.assign(id, "KN", if number == 4 { "giai-quyet" } else { "tham-muu" }).await;
        } else if number > 1 {
            let found = found("KN");
            let step = ("phan-loai", "03/11/2026");
            desk.step((Role::DeskOfficer, id), step, &found, Stage::Classified).await;
        }
    }
    for (role, cookie, _) in &desk.people {
        let home = desk.office.get(cookie, "/").await;
        for tile in home.html().split("<li class=\"").skip(1) {
            let Some(address) = tile.split("href=\"").nth(1) else { continue };
            let address = address.split('"').next().unwrap().replace("&#38;", "&");
            if !address.starts_with("/don") {
                continue;
            }
            let count: usize =
                tile.split("<b>").nth(1).unwrap().split('<').next().unwrap().parse().unwrap();
            let list = desk.office.get(cookie, &address).await;
            assert_eq!(list.numbers().len(), count, "{role:?} {address}");
        }
    }
}

/// Who, in which post, for whom: in the history and in the export, whatever the step.
#[tokio::test]
async fn every_step_names_the_post_and_on_whose_behalf() {
    let desk = Desk::new();
    let id = desk.receive(Kind::Denunciation, "Quách Bí Mật", "Tố cáo cán bộ địa chính thu tiền");
    desk.assign(id, "TC", "tham-muu").await;
    let clerk = Role::DeskOfficer;
    desk.step((clerk, id), ("thu-ly", "05/11/2026"), &SIGNED, Stage::Accepted).await;
    let told = [("ve", "thu-ly"), ("noi_nhan", "Người tố cáo\nNgười bị tố cáo")];
    let unit = Role::UnitOfficer;
    desk.step((unit, id), ("gui-thong-bao", "09/11/2026"), &told, Stage::Accepted).await;
    let reason = [("ly_do", "đối chiếu chữ ký")];
    let opened = format!("/don/{id}/danh-tinh");
    let opened = desk.office.post(desk.cookie(Role::Leader), &opened, &reason).await;
    assert_eq!(opened.status, StatusCode::OK);
    let form = format!("/don/{id}/sua");
    let mut fields = desk.office.get(desk.cookie(clerk), &form).await.form_fields(&form);
    fields.retain(|(name, _)| !matches!(name.as_str(), "ly_do" | "so_nguoi"));
    let mut typed: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    typed.extend([("so_nguoi", "2"), ("ly_do", "đếm lại chữ ký")]);
    let corrected = desk.office.post(desk.cookie(clerk), &form, &typed).await;
    assert_eq!(corrected.status, StatusCode::SEE_OTHER, "{}", corrected.text());
    let withdrawn = [("rut", "toan-bo")];
    desk.step((unit, id), ("rut-don", "10/11/2026"), &withdrawn, Stage::Accepted).await;
    let mut ended = vec![("can_cu", "rut-toan-bo")];
    ended.extend(SIGNED);
    desk.step((clerk, id), ("dinh-chi", "11/11/2026"), &ended, Stage::Discontinued).await;
    let reason = [("y_kien", "bị đe dọa, có ghi âm"), ("so", "12/BB"), ("ngay_van_ban", "")];
    desk.step((clerk, id), ("mo-lai", "12/11/2026"), &reason, Stage::Accepted).await;

    let page = desk.office.get(desk.cookie(Role::Inspector), &format!("/don/{id}")).await;
    let history = page.text().split("Quá trình").nth(1).unwrap().to_owned();
    for (what, who) in [
        ("Tiếp nhận đơn", "Cán bộ tiếp nhận"),
        ("Phân loại: tố cáo", "Người xử lý đơn"),
        ("Duyệt giao", "Lãnh đạo UBND"),
        ("Thụ lý: Quyết định thụ lý", "ghi thay Lãnh đạo UBND"),
        ("Gửi thông báo thụ lý, nội dung tố cáo đến Người tố cáo", "Chuyên viên"),
        ("Mở danh tính người gửi được giữ bí mật", "Lãnh đạo UBND"),
        ("Sửa số người: “1” thành “2”", "Người xử lý đơn"),
        ("Đình chỉ: ", "ghi thay Lãnh đạo UBND"),
        ("Mở lại vụ việc đã rút: bị đe dọa, có ghi âm (văn bản 12/BB)", "ghi thay Lãnh đạo UBND"),
    ] {
        let line = history.split(what).nth(1).unwrap_or_else(|| panic!("{what}: {history}"));
        let line = line.split(" · ").next().unwrap();
        assert!(line.contains(who), "{what} by {who}: {line}");
    }
    let mut lines = Vec::new();
    donthu::app::export::json_lines(&desk.office.app, &mut lines).unwrap();
    let petition = String::from_utf8(lines).unwrap();
    let petition = petition.lines().find(|line| line.contains("\"petition\"")).unwrap();
    let petition: serde_json::Value = serde_json::from_str(petition).unwrap();
    for event in petition["history"].as_array().unwrap() {
        assert!(event["capacity"]["role"].is_string(), "{event}");
    }
    let behalf = |event: &&serde_json::Value| !event["capacity"]["on_behalf_of"].is_null();
    let on_behalf = petition["history"].as_array().unwrap().iter().filter(behalf).count();
    assert_eq!(on_behalf, 3, "acceptance, discontinuance and reopening are the leader's");
    let found = desk.office.app.store.verify(&desk.office.app.due()).unwrap();
    assert!(found.faults.is_empty(), "{:?}", found.faults);
}
