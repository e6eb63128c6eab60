//! Headers of offices, each under the column that a clerk takes it for.

use super::*;

#[test]
fn headers_are_known_by_their_meaning() {
    let mut wrong = Vec::new();
    for (column, headers) in HEADERS {
        for header in headers.split("; ") {
            let got = meant_by(header);
            if got != Some(*column) {
                wrong.push(format!("{header:?} is {got:?}, not {column:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn headers_that_no_field_holds_are_not_taken_for_others() {
    for header in OTHERS.split("; ").chain([""]) {
        assert_eq!(meant_by(header), None, "{header}");
    }
}

const OTHERS: &str = "Số liệu; Cộng; Lãnh đạo ký; Tên tệp; Cán bộ thụ lý; Người tiếp nhận; Cán bộ tiếp công dân; Năm \
         sinh; Ngày sinh; Số tờ; Cơ quan đã giải quyết; Ký nhận; Dân tộc; Số lần; Lần; Tháng; Năm; Tài \
         liệu kèm theo; Người ký văn bản; Số thửa; Tổng số đơn";

const HEADERS: &[(Column, &str)] = &[
    (Column::Ordinal, "STT; Số TT; Số thứ tự; TT; Số hồ sơ; Số vào sổ; Số đơn; Số đến; STT đơn"),
    (
        Column::ReceivedOn,
        "Ngày đến; Ngày, tháng nhận đơn; Ngày, tháng, năm; Ngày nhận đơn; Ngày tháng năm nhận đơn; Ngày, \
         tháng, năm tiếp nhận; Ngày tiếp nhận đơn; Thời điểm tiếp nhận; Ngày vào sổ; Ngày tiếp công dân; \
         Ngày tiếp; Ngày tháng; Ngày; Ngày/tháng/năm; Ngày nhận được đơn; Ngày thụ lý đơn; Ngày đăng ký; \
         Ngày vào sổ công văn đến; Ngày nộp đơn; Ngày CD nộp đơn; Ngày công dân gửi đến; Ngày, giờ tiếp \
         nhận; Thời gian nhận đơn; Ngày nhận HS; Ngày đến (nhận)",
    ),
    (
        Column::DueOn,
        "Ngày đến hạn; Hạn GQ; Ngày hẹn trả; Thời hạn giải quyết; Thời hạn; Hạn; Hạn xử lý; Hạn trả lời; \
         Hạn giải quyết; Ngày hết hạn; Hẹn trả; Hạn báo cáo; Thời hạn trả lời; Hạn chót; Đến hạn; Hạn \
         hoàn thành; Thời gian hoàn thành; T.hạn; Thời hạn báo cáo; Ngày phải xong; Hạn cuối; Thời hạn GQ \
         (ngày); Hạn trả kết quả; Hạn phải trả lời",
    ),
    (
        Column::Sender,
        "Họ và tên người gửi; Người đứng đơn; Người gửi; Họ tên; Họ và tên; Họ và tên công dân; Họ tên \
         người khiếu nại, tố cáo; Người KN, TC; Người KN/TC/KNPA; Chủ thể đứng đơn; Người đề nghị; Tên \
         người có đơn; Họ tên người nộp đơn; Công dân; Người nộp đơn; Tên công dân/tổ chức; Đương sự; \
         Người viết đơn; Cá nhân, tổ chức gửi đơn; Tên cá nhân, tổ chức; Người khiếu kiện; Tổ chức, cá \
         nhân đứng đơn; Chủ đơn; Người phản ánh, kiến nghị; Họ và tên chủ đơn; Tên chủ hộ; Người đứng đơn \
         (đại diện); Nguyên đơn; Đơn của ai",
    ),
    (
        Column::SenderAndAddress,
        "Họ tên, địa chỉ người gửi đơn; Người gửi - Địa chỉ; Họ tên, địa chỉ; Tên, địa chỉ công dân; \
         Người gửi, địa chỉ; Công dân (họ tên, địa chỉ); Tên và địa chỉ người gửi; Họ tên - nơi ở; Người \
         đứng đơn, nơi cư trú; Họ và tên, địa chỉ, SĐT của người gửi; Họ tên, địa chỉ, số điện thoại; \
         Người khiếu nại (Họ tên, địa chỉ); Tên, địa chỉ người đứng đơn; Họ tên và hộ khẩu",
    ),
    (
        Column::Address,
        "Địa chỉ người gửi; Nơi cư trú; Địa chỉ người làm đơn; Đ/c; Địa chỉ; Nơi ở; Chỗ ở hiện nay; Hộ \
         khẩu thường trú; Địa chỉ thường trú; Nơi thường trú; Trú quán; Địa chỉ của người gửi; Nơi ĐKHK; \
         Cư ngụ tại; Địa chỉ liên lạc; Đ.chỉ; HKTT; Nơi cư ngụ; Địa chỉ công dân",
    ),
    (
        Column::Content,
        "N.dung; Trích yếu ND; Nội dung tóm tắt; Nội dung; Nội dung đơn; Tóm tắt; Tóm tắt nội dung; Trích \
         yếu; Trích yếu nội dung đơn; Nội dung vụ việc; V/v; Về việc; Nội dung khiếu nại, tố cáo; Nội \
         dung KN, TC, KNPA; Nội dung khiếu nại, tố cáo, kiến nghị, phản ánh; Tóm tắt ND; ND đơn; Nội dung \
         trình bày; Vụ việc; Tóm tắt nội dung đơn khiếu nại, tố cáo; Vấn đề; Lý do; Nội dung chính; Tên \
         loại và trích yếu nội dung; Nội dung yêu cầu; Tóm tắt sự việc; N.dung đơn; Nội dung công dân \
         phản ánh",
    ),
    (
        Column::Unit,
        "Đ.vị GQ; Đơn vị được giao; CQ giải quyết; Đơn vị thụ lý; Giao cho; Cơ quan giải quyết; Đơn vị; \
         CQ thụ lý; Đơn vị thụ lý giải quyết; Cơ quan/đơn vị xử lý; Nơi giải quyết; Giao cho đơn vị; \
         Chuyển cho; Chuyển đến; Phòng, ban thụ lý; Phòng ban; Đơn vị thực hiện; Đơn vị chủ trì; Cơ quan \
         chủ trì tham mưu; Đơn vị tham mưu; Bộ phận xử lý; Thẩm quyền giải quyết; Cơ quan có thẩm quyền; \
         Chuyển cơ quan giải quyết; Nơi xử lý; Đơn vị nhận; Cơ quan nhận đơn; Đơn vị được phân công; Cơ \
         quan, đơn vị được giao xử lý; Phòng chuyên môn; Giao đơn vị; Đơn vị giải quyết đơn; Đ.vị được \
         giao; Giao cho cơ quan, đơn vị; Phân công; ĐV xử lý; Đơn vị xác minh; Cơ quan được giao nhiệm vụ",
    ),
    (
        Column::Mode,
        "HT giao; Hình thức giao; Yêu cầu giải quyết; Hướng xử lý; Hình thức xử lý; Cách giao; Nội dung \
         giao; Nhiệm vụ; Ý kiến chỉ đạo; Nhiệm vụ được giao; Yêu cầu; Hình thức phân công; Biện pháp xử \
         lý; Nội dung công việc giao; Yêu cầu giao; Cách xử lý; Phương thức giao; Ý kiến chỉ đạo của lãnh \
         đạo; Dạng giao; Hình thức giao việc; Loại giao; Giao để",
    ),
    (
        Column::Result,
        "K.quả; Nội dung giải quyết; Văn bản giải quyết; KQ GQ; Kết quả; Kết quả giải quyết; Kết quả xử \
         lý; KQGQ; KQ xử lý; Văn bản trả lời; VB trả lời; Số văn bản trả lời; Tình hình giải quyết; Tình \
         trạng xử lý; Trạng thái; Kết quả (số, ngày văn bản); VB giải quyết (số, ngày); Văn bản kết quả; \
         Kết quả trả lời; Kết quả thực hiện; Văn bản ban hành; Kết quả GQ đơn; Kết quả, văn bản giải \
         quyết; Đã giải quyết; Số QĐ giải quyết; Trả lời; Văn bản giải quyết cuối cùng; Tiến độ",
    ),
    (
        Column::Source,
        "Nguồn đơn; Cơ quan chuyển đơn; Nơi gửi đến; Cách tiếp nhận; Nguồn; Nơi chuyển đơn; Nguồn tiếp \
         nhận; Nguồn gốc đơn; Cơ quan chuyển đến; Hình thức nhận; Hình thức gửi; Kênh tiếp nhận; Cách \
         thức tiếp nhận; Đơn chuyển từ; Nơi gửi; Tiếp nhận từ; Tiếp nhận qua; Đơn do cơ quan nào chuyển; \
         Phương thức gửi đơn; Cách gửi đơn; Nhận từ đâu; Cơ quan, đơn vị chuyển đơn đến; Đơn từ đâu đến; \
         Xuất xứ; Hình thức đến; Nguồn chuyển; Nơi chuyển đơn đến; Cách nhận; Cơ quan gửi",
    ),
    (
        Column::Kind,
        "Loại đơn (KN, TC, KNPA); KN/TC/KNPA; Loại đơn; Loại; Phân loại; Phân loại đơn thư; Loại đơn thư; \
         Thể loại đơn; Tính chất đơn; Loại vụ việc; KN, TC, KNPA; KN/TC/PA; KN - TC - KN,PA; Đơn KN, TC, \
         KNPA; Loại đơn (KN,TC,PA); Dạng đơn; Phân loại đơn (KN, TC, KN-PA); Nhóm đơn; Hình thức đơn; \
         Loại hình đơn; Loại khiếu tố; Thuộc loại đơn; Phân loại đơn/Số người; Loại ĐT",
    ),
    (
        Column::AssigningDocument,
        "Văn bản giao (số, ngày); Văn bản giao Số; Số, ngày văn bản giao; Số, ngày CV; Số phiếu chuyển; \
         Văn bản giao; VB giao; Phiếu chuyển; Số, ngày văn bản chuyển; Số, ngày phiếu chuyển; PC số; Công \
         văn giao; Số CV giao; Số văn bản giao; Số, ký hiệu văn bản giao; Văn bản chuyển; Văn bản giao \
         việc; Số/ngày VB giao; Phiếu giao việc; Văn bản chỉ đạo; Số VB chuyển; Văn bản phân công; Quyết \
         định giao; Phiếu chuyển (số, ngày); Công văn chuyển; Phiếu giao (số, ngày tháng); Số PC",
    ),
    (
        Column::AssigningDate,
        "Ngày VB giao; Ngày giao; Ngày chuyển; Ngày chuyển đơn; Ngày giao việc; Ngày phiếu chuyển; Ngày, \
         tháng chuyển",
    ),
    (
        Column::WrittenOn,
        "Ngày gửi đơn; Ngày viết đơn; Ngày ghi trong đơn; Ngày đề đơn; Ngày của đơn; Đơn đề ngày; Ngày \
         làm đơn; Ngày, tháng trên đơn",
    ),
    (
        Column::Ward,
        "Phường, xã; Phường/xã; Xã, phường; Thuộc phường, xã; Xã/phường/thị trấn; Địa bàn (phường, xã)",
    ),
    (
        Column::GroupSize,
        "Số người ký đơn; Số người; Số người đi cùng; Số lượng người; Số hộ; Số người đứng đơn; Đông \
         người (số người); Số lượng người ký",
    ),
    (
        Column::IdentityNumber,
        "Số CMND/CCCD; Số CMND; CCCD; CMND/CCCD/Hộ chiếu; Số giấy tờ tùy thân; Số định danh",
    ),
    (Column::Phone, "SĐT; Số điện thoại; ĐT liên hệ; Điện thoại liên hệ"),
    (
        Column::ResultDate,
        "Ngày trả lời; Ngày giải quyết; Ngày hoàn thành; Ngày trả kết quả; Ngày ban hành; Ngày kết thúc; \
         Ngày giải quyết xong; Ngày có kết quả",
    ),
    (
        Column::Respondent,
        "Người bị KN, TC; Người bị khiếu nại; Người bị KN/TC; Đối tượng bị tố cáo; Đối tượng bị KN, TC; \
         Họ tên người bị tố cáo; Cơ quan, người bị khiếu nại; Bị đơn",
    ),
    (Column::Note, "Ghi chú; GC; Ghi chú khác; Lưu ý"),
    (
        Column::Field,
        "Lĩnh vực; Thuộc lĩnh vực; Nhóm lĩnh vực; Lĩnh vực khiếu nại, tố cáo; Ngành, lĩnh vực",
    ),
    (
        Column::Ordinal,
        "Số thứ tự (STT); TT đơn; Số vào sổ đơn; Mã số đơn; Số đăng ký; STT trong năm; Số đơn đến",
    ),
    (
        Column::ReceivedOn,
        "Ngày tiếp nhận đơn thư; Ngày, tháng, năm nhận; Ngày/tháng nhận đơn; Nhận ngày; Thời gian nhận; \
         Ngày Ban TCD nhận; Ngày VP nhận đơn; Ngày nhận đơn tại phường; Ngày nhận của bộ phận TCD; Ngày \
         cơ quan nhận; Ngày tiếp nhận hồ sơ; Ngày đơn đến; Ngày nhận đơn thư; Ngày nhận thư; Ngày tháng \
         đến; Ngày vào sổ theo dõi; Ngày đến cơ quan; Ngày gửi đến",
    ),
    (
        Column::Sender,
        "Người làm đơn; Người đứng tên đơn; Họ, tên người gửi đơn; Họ và tên người đứng đơn; Tên người \
         đứng đơn; Người gửi đơn (cá nhân/tập thể); Họ tên công dân có đơn; Công dân gửi đơn; Người đề \
         đơn; Người gửi đơn thư; Họ và tên (người gửi); Người đại diện; Tên người khiếu nại; Người KNTC; \
         Họ tên người KN-TC; Người ký đơn; Cá nhân/Tổ chức; Người viết; Người nộp; Chủ thể; Đối tượng gửi \
         đơn",
    ),
    (
        Column::SenderAndAddress,
        "Họ tên/địa chỉ; Họ và tên, nơi cư trú người gửi đơn; Người gửi (tên, địa chỉ); Họ tên địa chỉ \
         người đứng đơn; Công dân, địa chỉ; Tên người gửi và nơi ở; Đơn của ông (bà), địa chỉ; Họ tên, \
         chỗ ở của người gửi; Họ tên, địa chỉ người có đơn; Tên, địa chỉ, điện thoại người gửi",
    ),
    (
        Column::Address,
        "Địa chỉ cư trú; Nơi ở hiện nay; Nơi sinh sống; Địa chỉ người KN; Chỗ ở; Trú tại; Địa chỉ (tổ, \
         khu vực, phường); Địa chỉ liên hệ; Tổ, khu phố; Thôn, xã; Khu vực, phường; Nơi cư trú (địa chỉ); \
         Địa chỉ (số nhà, tổ, phường/xã); Nơi ở của công dân; Quê quán; Tổ dân phố; Thôn/tổ",
    ),
    (
        Column::Source,
        "Nơi gửi đến; Đến từ; Đơn đến từ; Nguồn đến; Hình thức tiếp nhận đơn; Nhận từ; Nơi phát hành; \
         Tiếp nhận qua kênh; Qua kênh; Đường đến; Kênh; Cơ quan chuyển; CQ chuyển đơn; Nguồn tin; Nơi \
         chuyển; Cách đến; Nguồn gửi; Nguồn (trực tiếp, bưu điện, cơ quan chuyển); Gửi qua; Hình thức gửi \
         đơn; Phương thức tiếp nhận; Đơn do ai chuyển đến; Nguồn đơn thư; Nguồn nhận đơn; Cơ quan giới \
         thiệu",
    ),
    (
        Column::Kind,
        "Loại đơn (KN/TC/KNPA); Phân loại KN/TC/KNPA; Tính chất vụ việc; Loại KN, TC; Loại việc; Hình \
         thức (KN, TC, KNPA); Kiểu đơn; Phân loại đơn KN, TC, PA; Thể loại; Loại đơn: KN, TC, KNPA; KNTC; \
         Loại đơn thư (KN, TC, PA); Phân loại ban đầu; Loại hình khiếu tố; Thể loại đơn thư; Đơn thuộc \
         loại; Phân loại vụ việc; Tên loại đơn",
    ),
    (
        Column::Content,
        "Nội dung tóm tắt của đơn; Nội dung sự việc; Nội dung đơn thư; ND tóm tắt; ND vụ việc; Trích yếu \
         nội dung; Tóm lược; Tóm tắt đơn; Diễn giải; Nội dung chủ yếu; Nội dung vắn tắt; Sự việc; Trích \
         yếu đơn; Nội dung khiếu tố; Yêu cầu của công dân; Nội dung KN-TC-PA; Nội dung phản ánh; Mô tả; \
         Nội dung (tóm tắt); Trích lược nội dung; Nội dung đề nghị giải quyết; Tóm tắt nội dung yêu cầu",
    ),
    (
        Column::Unit,
        "Phòng/ban; Đơn vị được chuyển; Cơ quan xử lý đơn; Đơn vị, cá nhân được giao; Giao đơn vị xử lý; \
         Nơi nhận xử lý; Nơi thụ lý; CQ, ĐV giải quyết; Phòng ban chuyên môn; Đơn vị giải quyết; Cơ quan \
         đơn vị tham mưu; Phòng, ban, UBND phường được giao; Phòng ban, đơn vị được giao; Đơn vị được \
         giao nhiệm vụ; Phòng, đơn vị thụ lý; Bộ phận thụ lý; Nơi tiếp nhận xử lý; Đơn vị được giao tham \
         mưu; Cơ quan tham mưu; Chuyển phòng; Giao phòng; Giao về; Người/đơn vị xử lý; Phòng được giao; \
         Tổ chức được giao; Phân công xử lý",
    ),
    (
        Column::Mode,
        "Hướng giải quyết; Nội dung chuyển giao; Kiểu giao; Mục đích giao; Nội dung chỉ đạo; Tính chất \
         giao; Hình thức chuyển giao; Giao việc; Việc được giao; Hình thức thụ lý; Giao nhiệm vụ; Nội \
         dung yêu cầu giao; Cách giải quyết; Trách nhiệm; Trách nhiệm được giao; Phương án xử lý",
    ),
    (
        Column::AssigningDocument,
        "Số văn bản; Công văn giao việc; Số, ngày VB giao; Văn bản chuyển (số, ngày); VB chuyển; Số phiếu \
         giao; Phiếu chuyển số, ngày; Số phiếu chuyển/ngày; VB giao số/ngày; Văn bản phân công (số, \
         ngày); CV giao; Giấy chuyển đơn; Công văn số; Số/ngày phiếu chuyển; Văn bản giao nhiệm vụ; VB \
         chỉ đạo (số, ngày); Phiếu giao; Phiếu chuyển đơn số; Văn bản giao số; Số công văn, ngày; Văn bản \
         đi (số, ngày)",
    ),
    (
        Column::DueOn,
        "Hạn trả lời đơn; Thời hạn hoàn thành; Thời gian phải giải quyết; Ngày phải trả lời; Hạn xử lý \
         xong; Hạn giải quyết đơn; Phải xong trước; Thời hạn phải xong; Ngày hết hạn giải quyết; Hạn \
         (ngày); Thời hạn trả kết quả; Hạn nộp báo cáo; Giải quyết trước ngày; Trả lời trước; Hạn định; \
         Kỳ hạn; Thời hạn xong; Thời hạn trả lời công dân; Ngày hết thời hạn",
    ),
    (
        Column::Result,
        "Kết quả (CV, QĐ, KL); KQ trả lời; Văn bản trả lời công dân; Văn bản kết thúc; Kết quả cuối cùng; \
         VB trả lời (số, ngày); Số, ngày VB trả lời; Số, ngày quyết định giải quyết; Kết quả thụ lý; Trả \
         lời công dân; Thông báo kết quả; Kết quả giải quyết đơn thư; Văn bản GQ; Kết quả GQ (số, ngày); \
         Văn bản thông báo kết quả; QĐ/CV giải quyết; Kết quả (văn bản, ngày); Giải quyết; VB kết quả; \
         Hồi đáp; Phúc đáp; KQ giải quyết (QĐ, CV, KL); Kết quả/văn bản; Kết luận, quyết định",
    ),
    (
        Column::Note,
        "Ghi chú thêm; Ghi chú, lưu đơn; Chú thích; Chú ý; Ghi chú (đơn trùng); Khác; Nhận xét",
    ),
];
