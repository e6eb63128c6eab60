//! Journey 9: the term of a denunciation is made longer, rests and goes on; and nobody of the unit learns who wrote it.

use donthu::domain::permission::Role;
use donthu::domain::petition::{AssignmentMode, Kind};

use super::office::{Office, of};
use super::stage::{DESK, Stage, browser_is_there};

const NAME: &str = "Quách Thị Giấu Tên";
const SIGNER: (&str, &str) = ("nguoi_ky", "Chủ tịch Võ Văn Ký");
const RECIPIENTS: (&str, &str) = ("noi_nhan", "Phòng Tài nguyên và Môi trường");

#[tokio::test]
async fn the_term_of_a_denunciation_moves_and_its_sender_stays_unknown() {
    if !browser_is_there() {
        return;
    }
    let office = Office::new(|role| format!("Người {}", role.code()));
    let matter = (NAME, "Tố cáo ông Trần Văn Nhận lập khống hồ sơ đền bù");
    let id = office.receive(Kind::Denunciation, "2024-06-03", matter);
    office.propose(id, "2024-06-05", AssignmentMode::VerifyAndAdvise);
    office.approve(id, "2024-06-06");
    let number = id.to_string();
    let stage = Stage::open(office.close(), DESK).await;

    stage.sign_in(&of(Role::DeskHead)).await;
    stage.press("Đơn").await;
    stage.press(&number).await;
    stage.takes("Thụ lý", &[("ngay", "10/06/2024"), SIGNER, RECIPIENTS]).await;
    due(&stage, "10/07/2024", &["30 ngày", "ngày thụ lý 10/06/2024"]).await;
    let complex = [("ngay", "17/06/2024"), ("muc", "phức tạp"), ("tieu_chi", " ")];
    stage.takes("Ghi nhận phức tạp", &complex).await;

    the_unit_asks_for_more_time(&stage, &number).await;
    the_leader_grants_it(&stage, &number).await;
    it_rests_and_goes_on(&stage, &number).await;
    the_unit_never_sees_who(&stage, &number).await;
}

/// The settling clock shows this day and explains it with these words.
async fn due(stage: &Stage, day: &str, because: &[&str]) {
    let clock = stage.clock("Giải quyết").await;
    assert!(clock.contains(&format!("hạn {day}")), "{day}: {clock}");
    for words in because {
        assert!(clock.contains(words), "{words}: {clock}");
    }
}

async fn the_unit_asks_for_more_time(stage: &Stage, number: &str) {
    stage.changes_to(Role::UnitHead).await;
    stage.finds_in("Đang giải quyết", number).await;
    let wish = [("so_ngay", "45"), ("y_kien", "Chờ tài liệu của Văn phòng Đăng ký đất đai")];
    stage.presses_step("Xin gia hạn").await;
    stage.answers("ngay", "01/07/2024").await;
    for (name, text) in wish {
        stage.answers(name, text).await;
    }
    stage.sends().await;
    // More than the law allows is said with its article, and what was typed stays.
    stage.says("LTC 2018 Đ.30").await;
    assert_eq!(stage.value("y_kien").await, wish[1].1);
    stage.answers("so_ngay", "30").await;
    stage.sends().await;
    stage.says("Đã ghi: Xin gia hạn.").await;
    due(stage, "10/07/2024", &[]).await;
}

async fn the_leader_grants_it(stage: &Stage, number: &str) {
    stage.changes_to(Role::Leader).await;
    stage.finds_in("Xin gia hạn", number).await;
    stage.says("Chờ tài liệu của Văn phòng Đăng ký đất đai").await;
    stage.takes("Gia hạn", &[("ngay", "03/07/2024"), SIGNER, RECIPIENTS]).await;
    due(stage, "09/08/2024", &["Gia hạn", "30 ngày, 01/QĐ-UBND"]).await;
}

async fn it_rests_and_goes_on(stage: &Stage, number: &str) {
    let rest = [("ngay", "15/07/2024"), ("can_cu", "chờ giám định"), SIGNER, RECIPIENTS];
    stage.takes("Tạm đình chỉ", &rest).await;
    assert!(stage.clock("Giải quyết").await.contains("tạm dừng từ 15/07/2024"));
    stage.changes_to(Role::Inspector).await;
    stage.finds_in("Tạm đình chỉ", number).await;
    stage.changes_to(Role::DeskHead).await;
    stage.press("Đơn").await;
    stage.press(number).await;
    stage.takes("Tiếp tục giải quyết", &[("ngay", "23/07/2024"), SIGNER, RECIPIENTS]).await;
    // Eight days that do not count, and a Saturday.
    let because = ["15/07/2024 đến 23/07/2024: 8 ngày", "17/08/2024", "rơi vào ngày nghỉ"];
    due(stage, "19/08/2024", &because).await;
}

async fn the_unit_never_sees_who(stage: &Stage, number: &str) {
    for role in [Role::UnitHead, Role::UnitOfficer] {
        stage.changes_to(role).await;
        for page in [
            "/",
            "/don",
            "/tim?q=quach+thi+giau+ten",
            "/tim?q=lap+khong+ho+so",
            &format!("/don/{number}"),
            &format!("/don/{number}/bien-nhan"),
            &format!("/don/{number}/buoc/ghi-buoc"),
            &format!("/don/{number}/buoc/trinh-ket-qua"),
        ] {
            stage.go(page).await;
            let source = stage.driver.source().await.unwrap();
            assert!(!source.contains("Giấu Tên"), "{role:?} {page}");
        }
        stage.go(&format!("/don/{number}")).await;
        stage.says("Công dân TC-").await;
    }
}
