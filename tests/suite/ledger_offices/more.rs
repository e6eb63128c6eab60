//! Books whose layout, words and cells are odd at once.

use super::{Office, check_all};

#[test]
fn books_odd_in_several_ways() {
    check_all(OFFICES);
}

const OFFICES: &[Office] = &[
    Office {
        name: "a month's sheet that begins with a blank day and carries over the year",
        sheets: &[
            (
                "Tháng 12-2018",
                &[
                    "UBND QUẬN LIÊN CHIỂU",
                    "PHÒNG TIẾP CÔNG DÂN",
                    "SỔ THEO DÕI ĐƠN THÁNG 12/2018",
                    "Số TT|Ngày tháng nhận|Chủ đơn|Nơi ĐKHK|Đơn thuộc loại|Nội dung tóm tắt|Đơn từ đâu đến|Phòng, ban được giao|Yêu cầu|Số, ngày PC|Hạn trả lời|Văn bản trả lời (số, ngày)|Lưu ý",
                    "1|28/12/2018|LÊ THỊ HOA|Tổ 1, P. Hòa Minh|KN-PA|Ngập nước|Ttiếp|P. QLĐT|Kiểm tra, tham mưu|90/PC-TCD (31/12/18)|15/01/2019|3/UBND ngày 10/01/2019|",
                    "2||Ô. TRẦN VĂN HAI|Tổ 2, P. Hòa Minh|Đơn KN|Đất|B.chính|P. TN-MT|Thụ lý, giải quyết|91/PC-TCD (02/01/19)|31/01/2019||",
                ],
            ),
            (
                "Tháng 1-2019",
                &[
                    "UBND QUẬN LIÊN CHIỂU",
                    "SỔ THEO DÕI ĐƠN THÁNG 01/2019",
                    "Số TT|Ngày tháng nhận|Chủ đơn|Nơi ĐKHK|Đơn thuộc loại|Nội dung tóm tắt|Đơn từ đâu đến|Phòng, ban được giao|Yêu cầu|Số, ngày PC|Hạn trả lời|Văn bản trả lời (số, ngày)|Lưu ý",
                    "1|2-1-19|Đơn không ghi tên||TC|Bao che|Bưu điện|Thanh tra quận|Kiểm tra, đề xuất|||Lưu đơn|",
                    "2|2.1.2019|Lê Thị Mận (đại diện 40 người)|Tổ 9|PA-KN|Chợ|VP HĐND&UBND TP chuyển|Phòng Kinh tế|GQ|1/PC-TCD (3/1/19)|18/01/2019|QĐ 12/QĐ-UBND (17/1/19)|Trùng đơn số 1",
                ],
            ),
        ],
        right: &[
            "Tháng 12-2018!5: kind=KNPA; day=28/12/2018; who=Lê Thị Hoa; from=truc-tiep; unit=P. QLĐT; mode=tham-muu; doc=90/PC-TCD,31/12/2018; due=15/01/2019; end=CV:3/UBND,10/01/2019",
            "Tháng 12-2018!6: kind=KN; day=28/12/2018; who=Trần Văn Hai; from=buu-dien; unit=P. TN-MT; mode=giai-quyet; doc=91/PC-TCD,02/01/2019; due=31/01/2019",
            "Tháng 1-2019!4: kind=TC; day=02/01/2019; from=buu-dien; unit=Thanh tra quận; mode=tham-muu; filed=true",
            "Tháng 1-2019!5: kind=KNPA; day=02/01/2019; who=Lê Thị Mận; group=40; from=co-quan-chuyen:VP HĐND&UBND TP; unit=Phòng Kinh tế; mode=giai-quyet; doc=1/PC-TCD,03/01/2019; due=18/01/2019; end=QD:12/QĐ-UBND,17/01/2019; again=true",
        ],
    },
    Office {
        name: "groups over everything, two dates of papers",
        sheets: &[(
            "2020",
            &[
                "THANH TRA TỈNH",
                "SỔ THEO DÕI ĐƠN KHIẾU NẠI, TỐ CÁO, KIẾN NGHỊ, PHẢN ÁNH NĂM 2020",
                "STT|ĐƠN ĐẾN||NGƯỜI GỬI ĐƠN||PHÂN LOẠI|NỘI DUNG|XỬ LÝ|||||KẾT QUẢ||GHI CHÚ",
                "|Ngày nhận|Nguồn|Họ và tên|Địa chỉ|||Cơ quan xử lý|Hình thức|Số phiếu|Ngày phiếu|Thời hạn|Số, ký hiệu|Ngày ban hành|",
                "(1)|(2)|(3)|(4)|(5)|(6)|(7)|(8)|(9)|(10)|(11)|(12)|(13)|(14)|(15)",
                "1|@2020-02-03|Bưu điện|Nguyễn An|Tổ 1|Khiếu nại|Đất|Sở TNMT|Giải quyết|12/PC|@2020-02-05|@2020-03-05|QĐ 45/QĐ-STNMT|@2020-03-04|",
            ],
        )],
        right: &[
            "6: kind=KN; day=03/02/2020; who=Nguyễn An; at=Tổ 1; from=buu-dien; unit=Sở TNMT; mode=giai-quyet; doc=12/PC,05/02/2020; due=05/03/2020; end=QD:45/QĐ-STNMT,04/03/2020",
        ],
    },
    Office {
        name: "a bare number of the paper beside its day, twice",
        sheets: &[(
            "2017",
            &[
                "STT|Ngày đến|Họ tên|Nơi ở|Loại đơn|Trích yếu|ĐV thụ lý|Số VB giao|Ngày giao|Hạn|Số VB trả lời|Ngày trả lời",
                "1|3/1/2017|Lê An|Tổ 1|KN|Đất|P.NV|#12|#42740|#42770|#33|#42765",
            ],
        )],
        right: &[
            "2: kind=KN; day=03/01/2017; who=Lê An; unit=P.NV; doc=12,05/01/2017; due=04/02/2017; end=CV:33,30/01/2017",
        ],
    },
    Office {
        name: "the same header with the months' sheets in old fonts and capitals",
        sheets: &[(
            "thang 2",
            &[
                "Sæ theo dâi ®¬n th¸ng 2/2016",
                "TT|Ngµy nhËn ®¬n|Hä tªn c«ng d©n|Chç ë|Ph©n lo¹i|TrÝch yÕu|Giao cho|PhiÕu chuyÓn|H¹n tr¶ lêi|KÕt qu¶",
                "1|1/2/2016|NGUYÔN V¡N B×NH|Tæ 1|Tè c¸o|§Êt|P. TNMT|12/PC ngµy 3/2/2016|20/2/2016|§ang gi¶i quyÕt",
                "2||Bµ Lª ThÞ Hoa vµ 12 hé d©n|Tæ 1|KN,PA|§Êt|P. TNMT|13/PC ngµy 3/2/2016|20/2/2016|CV sè 5 ngµy 4/2/2016",
            ],
        )],
        right: &[
            "3: kind=TC; day=01/02/2016; who=Nguyễn Văn Bình; unit=P. TNMT; doc=12/PC,03/02/2016; due=20/02/2016",
            "4: kind=KNPA; day=01/02/2016; who=Lê Thị Hoa; group=13; unit=P. TNMT; doc=13/PC,03/02/2016; due=20/02/2016; end=CV:5,04/02/2016",
        ],
    },
    Office {
        name: "totals, subtotals and signatures in the words of many offices",
        sheets: &[(
            "Tháng 5.2019",
            &[
                "STT|Ngày nhận|Họ tên|Loại đơn|Nội dung|Đơn vị",
                "1|2/5/2019|Lê An|KN|Đất|P.TNMT",
                "Tổng số đơn tháng 5: 01 đơn (KN: 01, TC: 0, KNPA: 0)",
                "Tổng: 1 đơn",
                "Cộng: 01",
                "|||Tổng cộng|1|đơn",
                "Trong đó:||Khiếu nại|1||",
                "||Tố cáo|0||",
                "Ấn định danh sách có 01 đơn./.",
                "||||Ngày 31 tháng 5 năm 2019",
                "|Người tổng hợp|||TRƯỞNG PHÒNG|",
                "|Lê Thị Lập|||Trần Văn Ký|",
                "Nơi nhận:|||KT. CHỦ TỊCH||",
                "- Như trên;|||PHÓ CHỦ TỊCH||",
                "- Lưu: VT.|||Nguyễn Văn Ký||",
            ],
        )],
        right: &["2: kind=KN; day=02/05/2019; who=Lê An; unit=P.TNMT"],
    },
    Office {
        name: "an ordinal before each heading of a month, and a section by kind over a kind column",
        sheets: &[(
            "2018",
            &[
                "SỔ TIẾP NHẬN ĐƠN 2018",
                "STT|Ngày nhận|Họ tên|Phân loại|Nội dung|Đơn vị",
                "I|ĐƠN KHIẾU NẠI",
                "1|2/5/2018|Lê An|Lần đầu|Đất|P.TNMT",
                "2|2/5/2018|Lê An||Đất|P.TNMT",
                "3|2/5/2018|Lê An|KN lần đầu|Đất|P.TNMT",
            ],
        )],
        right: &[
            "4: held UnknownKind",
            "5: held NoKind",
            "6: kind=KN; day=02/05/2018; who=Lê An; unit=P.TNMT",
        ],
    },
    Office {
        name: "the bad rows of a book without its year in the title",
        sheets: &[(
            "T3",
            &[
                "STT|Ngày đến|Họ và tên|Loại đơn|Nội dung|Hạn",
                "1|1/3/2019|Lê An|KN|Đất|",
                "2|1/3/2019|Lê An|KN|Đất|",
                "3|2/3/2019|Lê An|KN|Đất|",
                "4|2/3/2091|Lê An|KN|Đất|",
                "5|2/3/2009|Lê An|KN|Đất|",
                "6|31/02/2019|Lê An|KN|Đất|",
                "7|3/3/2019|Lê An|KN|Đất|3/3/2091",
                "8|3/3/2019|Lê An|KN||",
                "9|3/3/2019||KN|Đất|",
                "10|30/3/20199|Lê An|KN|Đất|",
                "11|3/13/2019|Lê An|KN|Đất|",
            ],
        )],
        right: &[
            "2: kind=KN; day=01/03/2019; who=Lê An",
            "3: kind=KN; day=01/03/2019; who=Lê An",
            "4: kind=KN; day=02/03/2019; who=Lê An",
            "5: held ImplausibleYear",
            "6: held ImplausibleYear",
            "7: held NoSuchDate",
            "8: held ImplausibleYear",
            "9: held NoContent",
            "10: kind=KN; day=03/03/2019",
            "11: held UnreadableDate",
            "12: held NoSuchDate",
        ],
    },
    Office {
        name: "respondent, field, officer and page between the columns",
        sheets: &[(
            "2021",
            &[
                "Số đơn|Ngày vào sổ|Cán bộ tiếp nhận|Người KN, TC|Năm sinh|Địa chỉ|SĐT|Người bị KN, TC|Nội dung KN, TC, KNPA|Lĩnh vực|Phân loại|Số tờ|Ý kiến chỉ đạo của lãnh đạo|Đơn vị được phân công|Ngày giao|Hạn hoàn thành|Ngày trả lời|Kết quả, văn bản giải quyết|Nơi lưu hồ sơ",
                "5|4/1/2021|Lê Thị Tiếp|Lê An|1960|Tổ 1|0905111222|UBND xã B|Khiếu nại giá đất|Đất đai|KN|3|Kiểm tra, tham mưu|P.TNMT|5/1/2021|5/2/2021|3/2/2021|12/UBND-TD|Tủ 3",
            ],
        )],
        right: &[
            "2: kind=KN; day=04/01/2021; who=Lê An; at=Tổ 1; bi=UBND xã B; mode=tham-muu; unit=P.TNMT; doc=,05/01/2021; due=05/02/2021; end=CV:12/UBND-TD,03/02/2021",
        ],
    },
    Office {
        name: "both the sending and the receiving body",
        sheets: &[(
            "2022",
            &[
                "STT|Ngày nhận|Cơ quan chuyển đơn|Họ tên công dân|Nội dung|Loại đơn|Cơ quan, đơn vị nhận đơn|Văn bản chuyển đơn|Kết quả",
                "1|4/1/2022|Thanh tra tỉnh|Lê An|Đất|KN|UBND xã B|12/PC ngày 5/1/2022|Chưa có kết quả",
                "2|4/1/2022|Văn phòng Tỉnh ủy|Lê Ba|Đất|KN|UBND xã C|13/PC ngày 5/1/2022|",
                "3|4/1/2022||Lê Ca|Đất|KN|UBND xã D|14/PC ngày 5/1/2022|Đã có QĐ 5/QĐ-UBND ngày 10/1/2022",
            ],
        )],
        right: &[
            "2: kind=KN; day=04/01/2022; who=Lê An; from=co-quan-chuyen:Thanh tra tỉnh; unit=UBND xã B; doc=12/PC,05/01/2022",
            "3: kind=KN; day=04/01/2022; who=Lê Ba; from=co-quan-chuyen:Văn phòng Tỉnh ủy; unit=UBND xã C; doc=13/PC,05/01/2022",
            "4: kind=KN; day=04/01/2022; who=Lê Ca; unit=UBND xã D; doc=14/PC,05/01/2022; end=QD:5/QĐ-UBND,10/01/2022",
        ],
    },
    Office {
        name: "ditto marks and blank cells meant as above",
        sheets: &[(
            "2019",
            &[
                "STT|Ngày|Họ tên|Địa chỉ|Loại|Nội dung|Chuyển",
                "1|3/1/2019|Lê An|Tổ 1|KN|Đất|P.TNMT",
                "2|nt|Lê Ba|nt|nt|Nhà|nt",
                "3|-|Lê Ca|//|\"|Nhà|-",
                "4|''|Lê Đa|-nt-|như trên|Nhà|P.NV",
            ],
        )],
        right: &[
            "2: kind=KN; day=03/01/2019; who=Lê An; at=Tổ 1; unit=P.TNMT",
            "3: kind=KN; day=03/01/2019; who=Lê Ba; at=Tổ 1; unit=P.TNMT",
            "4: kind=KN; day=03/01/2019; who=Lê Ca; at=Tổ 1",
            "5: kind=KN; day=03/01/2019; who=Lê Đa; at=Tổ 1; unit=P.NV",
        ],
    },
    Office {
        name: "a sender under a header that says nothing",
        sheets: &[(
            "2019",
            &[
                "STT|Ngày nhận|Ai|Loại đơn|Nội dung|Đơn vị|Hạn",
                "1|3/1/2019|Ông Nguyễn Văn An|KN|Khiếu nại quyết định thu hồi đất tại dự án A|P.TNMT|5/2/2019",
                "2|3/1/2019|Trần Thị Ba|KN|Khiếu nại giá bồi thường cây trồng trên đất|P.TNMT|5/2/2019",
                "3|3/1/2019|LÊ VĂN CA và 12 hộ dân|KNPA|Đề nghị sửa chữa mương thoát nước trong hẻm|P.QLĐT|5/2/2019",
                "4|3/1/2019|Phạm Thị Dung|KNPA|Phản ánh quán karaoke hoạt động quá giờ|P.VHTT|5/2/2019",
            ],
        )],
        right: &[
            "2: kind=KN; day=03/01/2019; who=Nguyễn Văn An; unit=P.TNMT; due=05/02/2019; text=Khiếu nại quyết định thu hồi đất tại dự án A",
            "3: kind=KN; day=03/01/2019; who=Trần Thị Ba; unit=P.TNMT; due=05/02/2019",
            "4: kind=KNPA; day=03/01/2019; who=Lê Văn Ca; group=13; unit=P.QLĐT; due=05/02/2019",
            "5: kind=KNPA; day=03/01/2019; who=Phạm Thị Dung; unit=P.VHTT; due=05/02/2019",
        ],
    },
    Office {
        name: "a content under a header that says nothing",
        sheets: &[(
            "2019",
            &[
                "STT|Ngày nhận|Họ tên|Loại đơn|Chuyện gì|Đơn vị|Hạn",
                "1|3/1/2019|Ông Nguyễn Văn An|KN|Khiếu nại quyết định thu hồi đất tại dự án A|P.TNMT|5/2/2019",
                "2|3/1/2019|Trần Thị Ba|KN|Khiếu nại giá bồi thường cây trồng trên đất|P.TNMT|5/2/2019",
                "3|3/1/2019|LÊ VĂN CA và 12 hộ dân|KNPA|Đề nghị sửa chữa mương thoát nước trong hẻm|P.QLĐT|5/2/2019",
                "4|3/1/2019|Phạm Thị Dung|KNPA|Phản ánh quán karaoke hoạt động quá giờ|P.VHTT|5/2/2019",
            ],
        )],
        right: &[
            "2: kind=KN; day=03/01/2019; who=Nguyễn Văn An; unit=P.TNMT; due=05/02/2019; text=Khiếu nại quyết định thu hồi đất tại dự án A",
            "3: kind=KN; day=03/01/2019; who=Trần Thị Ba; unit=P.TNMT; due=05/02/2019",
            "4: kind=KNPA; day=03/01/2019; who=Lê Văn Ca; group=13; unit=P.QLĐT; due=05/02/2019",
            "5: kind=KNPA; day=03/01/2019; who=Phạm Thị Dung; unit=P.VHTT; due=05/02/2019",
        ],
    },
];
