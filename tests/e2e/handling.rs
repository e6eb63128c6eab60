//! Journeys 8 to 10: petitions on their way, by the people whose work it is.
//!
//! Each person signs in, finds the petition in their queue or list, presses a button and fills in its form. All of it
//! happens today, as the server's clock says.

use donthu::app::handle::{self, Step};
use donthu::app::{App, intake};
use donthu::clock::Clock;
use donthu::domain::id::AccountId;
use donthu::domain::permission::{Actor, Post, Role};
use donthu::domain::person::Petitioner;
use donthu::domain::petition::{AssignmentMode, Channel, Facts, Field, Kind, Source};
use donthu::domain::workflow::Command;
use donthu::domain::workflow::petition::{
    ActingThrough, Classification, Competence, PaperCommand, Proposal, Round, Route, SenderType,
};
use tempfile::TempDir;
use thirtyfour::By;

use super::process::run;
use super::stage::{DESK, Person, Stage, browser_is_there, data_folder, person};

const UNIT: &str = "Phòng Tài nguyên và Môi trường";
const DENOUNCER: &str = "Quách Thị Kín Tiếng";

/// The people of the office.
struct People {
    intake: Person,
    desk: Person,
    head: Person,
    leader: Person,
    unit_head: Person,
    officer: Person,
}

fn people(data: &TempDir) -> People {
    let of_unit = |user_name: &str, full_name: &str, role: &str| {
        let arguments =
            ["account", "add", user_name, "--name", full_name, "--role", role, "--unit", UNIT];
        let said = run(&arguments, data.path());
        let password = said.trim().rsplit(' ').next().unwrap().to_owned();
        Person { user_name: user_name.to_owned(), password }
    };
    People {
        intake: person(data, "mai", "Trần Thị Mai", "can-bo-tiep-nhan"),
        desk: person(data, "tuong", "Tô Nhật Tường", "nguoi-xu-ly"),
        head: person(data, "dien", "Lương Khắc Điền", "lanh-dao-ban"),
        leader: person(data, "khuong", "Diệp Thế Khương", "lanh-dao-ubnd"),
        unit_head: of_unit("nghi", "Kiều Viết Nghị", "lanh-dao-don-vi"),
        officer: of_unit("thuc", "Tạ Minh Thức", "chuyen-vien"),
    }
}

/// The petition from one person's desk to the next.
struct Way {
    stage: Stage,
    number: String,
}

impl Way {
    async fn open(data: TempDir) -> Self {
        run(&["init", "--office", "UBND thành phố Quy Nhơn"], data.path());
        Self { stage: Stage::open(data, DESK).await, number: String::new() }
    }

    async fn next(&self, person: &Person) {
        if !self.stage.all("form[action='/dang-xuat']").await.is_empty() {
            self.stage.press("Đăng xuất").await;
            self.stage.at("/dang-nhap").await;
        }
        self.stage.sign_in(person).await;
    }

    async fn receive(&mut self, kind: &str, name: &str, content: &str) {
        let stage = &self.stage;
        stage.press("Tiếp nhận đơn").await;
        stage.choose("nguon", "Trực tiếp").await;
        stage.fill("ho_ten", name).await;
        stage.fill("dia_chi", "Tổ 62, KV 9").await;
        stage.choose("loai", kind).await;
        stage.fill("noi_dung", content).await;
        stage.press("Lưu đơn").await;
        stage.says("Đã lưu đơn số").await;
        self.number = stage.texts("[role=status] b").await.remove(0);
    }

    /// From the home page through the queue with these words to the petition.
    async fn find_in(&self, queue: &str) {
        let tile = format!("//ul[@class='tiles']//a[span='{queue}']");
        let stage = &self.stage;
        stage.until(queue, async || stage.driver.find(By::XPath(&tile)).await.is_ok()).await;
        stage.driver.find(By::XPath(&tile)).await.unwrap().click().await.unwrap();
        stage.press(&self.number).await;
        stage.at(&format!("/don/{}", self.number)).await;
    }

    /// Presses the step's button, fills in its form and sends it.
    async fn step(&self, step: &str, filled: &[(&str, &str)]) {
        let stage = &self.stage;
        if stage.all(".steps details").await.len() == 1 && !self.is_offered(step).await {
            stage.press("Việc khác…").await;
        }
        let button = format!("//main//*[contains(@class,'steps')]//a[.='{step}']");
        stage.driver.find(By::XPath(&button)).await.expect(step).click().await.unwrap();
        stage.find("main form [name=ngay]").await;
        for (name, value) in filled {
            let field = stage.find(&format!("main form [name={name}]")).await;
            match field.tag_name().await.unwrap().as_str() {
                "select" => stage.choose(name, value).await,
                _ => stage.fill(name, value).await,
            }
        }
        stage.find("main button[data-submit]").await.click().await.unwrap();
        stage.says(&format!("Đã ghi: {step}")).await;
    }

    async fn is_offered(&self, step: &str) -> bool {
        let buttons = self.stage.texts(".steps > a").await;
        buttons.iter().any(|button| button == step)
    }

    async fn assign(&self, people: &People, mode: &str) {
        self.next(&people.desk).await;
        self.find_in("Chờ phân loại").await;
        self.step("Phân loại", &[("linh_vuc", "Đất đai")]).await;
        let slip = [("huong", "Thụ lý: giao đơn vị"), ("don_vi", UNIT), ("hinh_thuc", mode)];
        self.step("Đề xuất xử lý", &slip).await;
        self.next(&people.head).await;
        self.find_in("Chờ lãnh đạo ban").await;
        self.step("Đồng ý, trình lãnh đạo", &[("y_kien", "Đề nghị giao sớm")]).await;
        self.next(&people.leader).await;
        self.find_in("Chờ duyệt").await;
        self.step("Duyệt", &[("y_kien", "Giải quyết dứt điểm")]).await;
    }

    /// When a clock is due, as the page says it.
    async fn due(&self, clock: &str) -> String {
        let pill = format!(
            "//div[contains(@class,'clocks')]/dl/dt[.='{clock}']/following-sibling::dd[1]/span"
        );
        let pill = self.stage.driver.find(By::XPath(&pill)).await.unwrap();
        pill.text().await.unwrap()
    }

    async fn history(&self) -> String {
        self.stage.texts("ol.time").await.remove(0)
    }
}

const SIGNED: [(&str, &str); 2] =
    [("nguoi_ky", "Trưởng phòng Kiều Viết Nghị"), ("noi_nhan", "Người gửi đơn")];

#[tokio::test]
async fn a_complaint_goes_from_the_counter_to_a_published_decision() {
    if !browser_is_there() {
        return;
    }
    let data = data_folder();
    run(&["init", "--office", "UBND thành phố Quy Nhơn"], data.path());
    let people = people(&data);
    let mut way = Way::open(data).await;
    way.next(&people.intake).await;
    way.receive("Khiếu nại", "Trần Thị Đường", "Khiếu nại giá bồi thường thửa 12").await;
    way.assign(&people, "thụ lý giải quyết").await;

    way.next(&people.unit_head).await;
    way.find_in("Chờ thụ lý").await;
    way.step("Thụ lý", &SIGNED).await;
    assert!(way.due("Giải quyết").await.starts_with("hạn "), "the legal clock runs");
    way.stage.press("vì sao ngày này").await;
    way.step("Giao chuyên viên", &[("chuyen_vien", "Tạ Minh Thức")]).await;

    way.next(&people.officer).await;
    way.find_in("Giao cho tôi").await;
    way.step("Bắt đầu xác minh", &[]).await;
    way.step("Ghi việc đã làm", &[("y_kien", "Đối chiếu sổ mục kê với phường")]).await;
    way.step("Trình kết quả", &[("y_kien", "Đề nghị công nhận một phần")]).await;

    way.next(&people.unit_head).await;
    way.find_in("Chờ ban hành").await;
    let mut decided = vec![("ket_qua", "khiếu nại đúng một phần")];
    decided.extend(SIGNED);
    way.step("Ban hành kết quả", &decided).await;
    way.step("Ghi đã gửi", &[("noi_nhan", "Người khiếu nại")]).await;
    let public = [("cong_khai", "niêm yết"), ("noi", "Trụ sở UBND phường")];
    way.step("Ghi công khai", &public).await;
    way.step("Kết thúc hồ sơ", &[]).await;
    for clock in ["Xử lý đơn", "Thụ lý", "Giải quyết", "Gửi kết quả", "Công khai"]
    {
        assert!(way.due(clock).await.contains("đúng hạn"), "{clock}");
    }
    let history = way.history().await;
    for told in [
        "Tiếp nhận đơn",
        "Phân loại: khiếu nại",
        "Ý kiến: Giải quyết dứt điểm",
        "Giao chuyên viên Tạ Minh Thức",
        "Đối chiếu sổ mục kê với phường",
        "số 01/QĐ-TNMT",
        "Kết thúc hồ sơ",
        "Kiều Viết Nghị, Lãnh đạo đơn vị",
    ] {
        assert!(history.contains(told), "{told}: {history}");
    }
}

#[tokio::test]
async fn a_denunciation_is_extended_rests_and_goes_on_without_a_name() {
    if !browser_is_there() {
        return;
    }
    let data = data_folder();
    run(&["init", "--office", "UBND thành phố Quy Nhơn"], data.path());
    let people = people(&data);
    let mut way = Way::open(data).await;
    way.next(&people.intake).await;
    way.receive("Tố cáo", DENOUNCER, "Tố cáo cán bộ địa chính nhận tiền").await;
    way.assign(&people, "thụ lý giải quyết").await;

    way.next(&people.unit_head).await;
    way.find_in("Chờ thụ lý").await;
    nobody_is_named(&way).await;
    way.step("Thụ lý", &SIGNED).await;
    let at_first = way.due("Giải quyết").await;
    let complex = [("muc", "phức tạp")];
    record_complexity(&way, &complex).await;
    way.step("Bắt đầu xác minh", &[]).await;

    way.next(&people.officer).await;
    way.find_in("Đang giải quyết").await;
    nobody_is_named(&way).await;
    let asked = [("so_ngay", "30"), ("y_kien", "Chờ kết luận giám định chữ ký")];
    way.step("Xin gia hạn", &asked).await;

    way.next(&people.unit_head).await;
    way.find_in("Xin gia hạn").await;
    way.step("Gia hạn", &SIGNED).await;
    let extended = way.due("Giải quyết").await;
    assert_ne!(extended, at_first, "thirty days later");
    way.stage.press("vì sao ngày này").await;
    let ground = [("can_cu", "chờ kết quả giải quyết vấn đề liên quan")];
    way.step("Tạm đình chỉ", &[&ground[..], &SIGNED[..]].concat()).await;
    assert!(way.due("Giải quyết").await.starts_with("tạm dừng từ"));
    way.step("Tiếp tục giải quyết", &SIGNED).await;
    assert_eq!(way.due("Giải quyết").await, extended, "it rested no day");
    let history = way.history().await;
    for told in ["Xin gia hạn 30 ngày", "Gia hạn 30 ngày", "Tạm đình chỉ", "Tiếp tục giải quyết"]
    {
        assert!(history.contains(told), "{told}: {history}");
    }
    nobody_is_named(&way).await;
}

/// The criteria are ticked, so that the form is filled in by hand here.
async fn record_complexity(way: &Way, level: &[(&str, &str)]) {
    let stage = &way.stage;
    stage.press("Việc khác…").await;
    stage.press("Ghi nhận phức tạp").await;
    for (name, value) in level {
        stage.choose(name, value).await;
    }
    stage.choose("tieu_chi", "chứng cứ mâu thuẫn").await;
    stage.find("main button[data-submit]").await.click().await.unwrap();
    stage.says("Đã ghi: Ghi nhận phức tạp").await;
}

async fn nobody_is_named(way: &Way) {
    let page = way.stage.driver.source().await.unwrap();
    assert!(!page.contains("Kín Tiếng"), "the denouncer is named at {}", way.stage.path().await);
}

#[tokio::test]
async fn twenty_slips_are_approved_at_once() {
    if !browser_is_there() {
        return;
    }
    let data = data_folder();
    run(&["init", "--office", "UBND thành phố Quy Nhơn"], data.path());
    let people = people(&data);
    twenty_slips(&data);
    let way = Way { number: "2026/0001".into(), ..Way::open(data).await };
    let stage = &way.stage;
    way.next(&people.leader).await;
    stage.press("Duyệt").await;
    stage.at("/duyet").await;
    assert_eq!(stage.all("tbody tr").await.len(), 20);
    let changed = stage.texts("tbody td:nth-child(2) > a").await.remove(4);
    // Meanwhile the other leader sends one back.
    let other = stage.driver.new_tab().await.unwrap();
    let inbox = stage.driver.window().await.unwrap();
    stage.driver.switch_to_window(other).await.unwrap();
    stage.go(&format!("/don/{changed}/buoc/tra-phieu")).await;
    stage.fill("y_kien", "Ghi rõ địa điểm").await;
    stage.find("main button[data-submit]").await.click().await.unwrap();
    stage.says("Đã ghi: Trả lại phiếu").await;
    stage.driver.switch_to_window(inbox).await.unwrap();
    stage.find("[data-all=chon]").await.click().await.unwrap();
    stage.says("Duyệt các đơn đã chọn (20)").await;
    stage.fill("y_kien", "Báo cáo trong tháng").await;
    stage.press("Duyệt các đơn đã chọn").await;
    stage.says("Đã duyệt 19 đơn").await;
    stage.says("Chưa duyệt 1 đơn").await;
    stage.says("Không còn phiếu nào chờ duyệt").await;
    stage.go("/don?buoc=cho-thu-ly").await;
    assert_eq!(stage.all("tbody tr").await.len(), 19);
    stage.go("/don?buoc=cho-de-xuat").await;
    assert_eq!(stage.texts("tbody td:first-child").await, [changed]);
}

/// Slips as the desk has written them and its head agreed, before the leader comes in.
fn twenty_slips(data: &TempDir) {
    let app = App::open(data.path(), Clock::System).unwrap();
    let desk = Actor {
        account: AccountId(2),
        full_name: "Tô Nhật Tường".into(),
        posts: vec![
            Post { role: Role::DeskOfficer, unit: None },
            Post { role: Role::DeskHead, unit: None },
        ],
    };
    let unit = app.office().names.find(UNIT).unwrap();
    let today = app.clock.today();
    for number in 1..=20 {
        let facts = Facts {
            kind: Kind::Suggestion,
            received_on: today,
            written_on: None,
            source: Some(Source { channel: Channel::Post, from_body: None }),
            petitioner: Some(Petitioner {
                name: format!("Nguyễn Văn Thứ {number}"),
                address: None,
                ward: None,
                identity_number: None,
                phone: None,
            }),
            group_size: 1,
            content: format!("Kiến nghị sửa cống thoát nước hẻm {number}"),
            field: None,
            respondent: None,
            enclosures: None,
            has_originals: false,
            note: None,
        };
        let id = intake::register(&app, &desk, number, facts).unwrap();
        let found = Classification {
            kind: Kind::Suggestion,
            has_several_contents: false,
            ineligible: Vec::new(),
            competence: Competence::Ours,
            sender: SenderType::Individual,
            acting: ActingThrough::Self_,
            field: Field::Environment,
            round: Round::First,
            is_anonymous: false,
            handled_before_by: None,
            earlier: None,
        };
        let route = Route::Accept { unit, mode: AssignmentMode::Settle, due_on: None };
        let commands = [
            PaperCommand::Classify(found),
            PaperCommand::Propose(Proposal { route, note: None }),
            PaperCommand::Agree { remark: None },
        ];
        for (revision, command) in (1..).zip(commands) {
            let step = Step { command: Command::Paper(command), on: today, revision };
            handle::take(&app, &desk, id, step).unwrap();
        }
    }
}
