//! Journey 10: twenty slips on the leader's table, approved at once with one remark; one was sent back meanwhile.

use donthu::domain::permission::Role;
use donthu::domain::petition::{AssignmentMode, Kind};

use super::office::{Office, of};
use super::stage::{DESK, Stage, browser_is_there};

const REMARK: &str = "Thống nhất; báo cáo trước ngày 15 hằng tháng";

#[tokio::test]
async fn twenty_slips_are_approved_at_once_but_the_one_that_was_sent_back() {
    if !browser_is_there() {
        return;
    }
    let office = Office::new(|role| format!("Người {}", role.code()));
    let slips: Vec<String> = (1..=20)
        .map(|at| {
            let name = format!("Nguyễn Văn Thứ {at}");
            let matter = (name.as_str(), "Kiến nghị làm cống thoát nước hẻm 12");
            let id = office.receive(Kind::Suggestion, "2024-06-03", matter);
            office.propose(id, "2024-06-05", AssignmentMode::Settle);
            id.to_string()
        })
        .collect();
    let stage = Stage::open(office.close(), DESK).await;
    stage.sign_in(&of(Role::Leader)).await;
    stage.press("Duyệt").await;
    stage.at("/duyet").await;
    stage.says("20 phiếu đang chờ").await;
    let all = stage.find("[data-all]").await;
    all.click().await.unwrap();
    stage.says("(20)").await;

    // The other deputy, in a second window, sends one back.
    let first = stage.driver.window().await.unwrap();
    stage.driver.new_tab().await.unwrap();
    let tabs = stage.driver.windows().await.unwrap();
    stage.driver.switch_to_window(tabs[1].clone()).await.unwrap();
    stage.go("/duyet").await;
    stage.press(&slips[7]).await;
    stage.takes("Trả lại phiếu", &[("y_kien", "Ghi rõ địa điểm")]).await;
    stage.driver.close_window().await.unwrap();
    stage.driver.switch_to_window(first).await.unwrap();

    stage.fill("y_kien", REMARK).await;
    stage.press("Duyệt các đơn đã chọn").await;
    stage.says("Đã duyệt 19 đơn").await;
    stage.says("Chưa duyệt 1 đơn").await;
    let refused = stage.texts("[role=alert] a").await;
    assert_eq!(refused, [slips[7].as_str()]);
    stage.says("Không còn phiếu nào chờ duyệt").await;

    stage.changes_to(Role::UnitHead).await;
    stage.says("Chờ thụ lý").await;
    assert_eq!(tile(&stage, "Chờ thụ lý").await, "19");
    stage.finds_in("Chờ thụ lý", &slips[0]).await;
    stage.says(REMARK).await;
    stage.changes_to(Role::DeskOfficer).await;
    assert_eq!(tile(&stage, "Chờ đề xuất").await, "1");
    stage.finds_in("Chờ đề xuất", &slips[7]).await;
    stage.says("Ghi rõ địa điểm").await;
}

/// The number on the tile of a queue.
async fn tile(stage: &Stage, queue: &str) -> String {
    let tiles = stage.texts("ul.tiles a").await;
    let tile = tiles.into_iter().find(|text| text.contains(queue)).unwrap_or_default();
    tile.lines().next().unwrap_or_default().to_owned()
}
