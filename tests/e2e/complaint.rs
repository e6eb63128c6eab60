//! Journey 8: one complaint from the counter to a decision that is made public, through six accounts and their queues.

use donthu::domain::permission::Role;

use super::office::{Office, of};
use super::stage::{DESK, Stage, browser_is_there};

const NAME: &str = "Công Tằng Tôn Nữ Hoàng Thị Ngọc Bích";
const SIGNER: (&str, &str) = ("nguoi_ky", "Trưởng phòng Võ Văn Ký");
const RECIPIENTS: (&str, &str) = ("noi_nhan", "Người khiếu nại");

#[tokio::test]
async fn a_complaint_goes_from_the_counter_to_a_published_decision() {
    if !browser_is_there() {
        return;
    }
    let office = Office::new(|role| format!("Người {}", role.code()));
    let stage = Stage::open(office.close(), DESK).await;
    stage.sign_in(&of(Role::IntakeOfficer)).await;
    let number = registered(&stage).await;
    the_desk_proposes(&stage, &number).await;
    it_is_approved(&stage, &number).await;
    the_unit_settles(&stage, &number).await;
    the_decision_is_made_public(&stage, &number).await;
    everybody_can_follow_it(&stage, &number).await;
}

async fn registered(stage: &Stage) -> String {
    stage.press("Đơn").await;
    stage.keys("n").await;
    stage.at("/don/moi").await;
    let answers = [
        ("nguon", "Trực tiếp"),
        ("ngay_nhan", "03/06/2024"),
        ("ho_ten", NAME),
        ("dia_chi", "Tổ 62, KV 9"),
        ("phuong_xa", "Nhơn Bình"),
        ("loai", "Kh"),
        ("noi_dung", "Khiếu nại giá bồi thường nhà và cây trồng trên thửa 287, tờ bản đồ 10"),
    ];
    for (name, text) in answers {
        stage.answers(name, text).await;
    }
    stage.sends().await;
    stage.says("Đã lưu đơn số").await;
    stage.texts("[role=status] b").await.remove(0)
}

async fn the_desk_proposes(stage: &Stage, number: &str) {
    stage.changes_to(Role::DeskOfficer).await;
    stage.finds_in("Chờ phân loại", number).await;
    // What the counter knew is filled in; the matter is left to say.
    stage.takes("Phân loại", &[("ngay", "04/06/2024"), ("linh_vuc", "đất")]).await;
    stage.says("Phân loại: khiếu nại").await;
    stage.finds_in("Chờ đề xuất", number).await;
    let slip = [
        ("ngay", "05/06/2024"),
        ("huong", "Thụ lý"),
        ("don_vi", "Phòng Tài nguyên"),
        ("hinh_thuc", "thụ lý"),
        ("ghi_chu", "Thuộc thẩm quyền, đủ điều kiện thụ lý"),
    ];
    stage.takes("Đề xuất xử lý", &slip).await;
    let clock = stage.clock("Xử lý đơn").await;
    assert!(clock.contains("17/06/2024"), "ten working days after the receipt: {clock}");
    assert!(clock.contains("Căn cứ") && clock.contains("Mốc"), "it explains itself: {clock}");
}

async fn it_is_approved(stage: &Stage, number: &str) {
    stage.changes_to(Role::DeskHead).await;
    stage.finds_in("Chờ lãnh đạo ban", number).await;
    stage.takes("Đồng ý, trình lãnh đạo", &[("ngay", "05/06/2024")]).await;
    stage.changes_to(Role::Leader).await;
    // The leader's queue is the page of the slips; this one is looked at by itself, for the day on it.
    stage.press("Duyệt").await;
    stage.at("/duyet").await;
    stage.says("1 phiếu đang chờ").await;
    stage.press(number).await;
    stage.takes("Duyệt", &[("ngay", "06/06/2024"), ("y_kien", "Đề nghị làm đúng hạn")]).await;
    stage.says("Đề nghị làm đúng hạn").await;
    stage.press("Duyệt").await;
    stage.says("Không còn phiếu nào chờ duyệt").await;
}

async fn the_unit_settles(stage: &Stage, number: &str) {
    stage.changes_to(Role::UnitHead).await;
    stage.finds_in("Chờ thụ lý", number).await;
    stage.takes("Thụ lý", &[("ngay", "10/06/2024"), SIGNER, RECIPIENTS]).await;
    let clock = stage.clock("Giải quyết").await;
    assert!(clock.contains("hạn 10/07/2024"), "thirty days after acceptance: {clock}");
    let officer = format!("Người {}", Role::UnitOfficer.code());
    let given = [("ngay", "10/06/2024"), ("chuyen_vien", officer.as_str())];
    stage.takes("Giao chuyên viên", &given).await;

    stage.changes_to(Role::UnitOfficer).await;
    stage.finds_in("Giao cho tôi", number).await;
    stage.takes("Bắt đầu xác minh", &[("ngay", "11/06/2024")]).await;
    let visit = [("ngay", "14/06/2024"), ("y_kien", "Làm việc tại thửa đất, có chủ hộ")];
    stage.takes("Ghi việc đã làm", &visit).await;
    let dialogue = [("ngay", "24/06/2024"), ("moi_ngay", "17/06/2024"), SIGNER, RECIPIENTS];
    stage.takes("Ghi đối thoại", &dialogue).await;
    let result = [("ngay", "28/06/2024"), ("y_kien", "Công nhận một phần khiếu nại")];
    stage.takes("Trình kết quả", &result).await;
}

async fn the_decision_is_made_public(stage: &Stage, number: &str) {
    stage.changes_to(Role::UnitHead).await;
    stage.finds_in("Chờ ban hành", number).await;
    let decision =
        [("ngay", "01/07/2024"), ("ket_qua", "khiếu nại đúng một phần"), SIGNER, RECIPIENTS];
    stage.takes("Ban hành kết quả", &decision).await;
    let clock = stage.clock("Giải quyết").await;
    assert!(clock.contains("xong 01/07/2024, đúng hạn 10/07/2024"), "{clock}");

    stage.changes_to(Role::UnitOfficer).await;
    stage.finds_in("Chờ công khai", number).await;
    stage.takes("Ghi đã gửi", &[("ngay", "02/07/2024"), RECIPIENTS]).await;
    let public = [
        ("ngay", "03/07/2024"),
        ("cong_khai", "niêm yết"),
        ("noi", "Trụ sở UBND phường Nhơn Bình"),
    ];
    stage.takes("Ghi công khai", &public).await;
}

/// A due date explains itself on paper too, folded as it may be on the screen.
async fn the_paper_explains(stage: &Stage) {
    const FOLDED: &str = "const why = [...document.querySelectorAll('.clocks details')]; \
        for (const one of why) one.open = false; \
        return why.filter((one) => one.querySelector('dl').checkVisibility()).length;";
    const PRINTED: &str = "dispatchEvent(new Event('beforeprint')); \
        const why = [...document.querySelectorAll('.clocks details dl')]; \
        return why.length > 0 && why.every((one) => one.checkVisibility());";
    assert_eq!(stage.script::<u32>(FOLDED, vec![]).await, 0);
    assert!(stage.script::<bool>(PRINTED, vec![]).await);
}

/// The history tells all of it, the last first, and who did each; the clocks have stopped.
async fn everybody_can_follow_it(stage: &Stage, number: &str) {
    stage.changes_to(Role::IntakeOfficer).await;
    stage.finds_in("Tất cả đơn", number).await;
    let told = stage.texts("ol.time li").await;
    assert!(told[0].contains("Trụ sở UBND phường Nhơn Bình"), "the last first: {told:#?}");
    for (words, who) in [
        ("Tiếp nhận", Role::IntakeOfficer),
        ("Phân loại: khiếu nại", Role::DeskOfficer),
        ("Thụ lý: Thông báo thụ lý số 01/TB-TNMT", Role::UnitHead),
        ("Làm việc tại thửa đất", Role::UnitOfficer),
        ("Quyết định giải quyết số 01/QĐ-TNMT", Role::UnitHead),
        ("Trụ sở UBND phường Nhơn Bình", Role::UnitOfficer),
    ] {
        let who = format!("Người {}", who.code());
        let is_told = told.iter().any(|line| line.contains(words) && line.contains(&who));
        assert!(is_told, "{words} by {who}: {told:#?}");
    }
    assert!(stage.all(".steps a").await.is_empty(), "nothing for the counter to press");
    for name in ["Gửi kết quả", "Công khai"] {
        let clock = stage.clock(name).await;
        assert!(clock.starts_with("xong 0"), "{name}: {clock}");
    }
    the_paper_explains(stage).await;
}
