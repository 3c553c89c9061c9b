"""One invented report of a first-grader, in the words of a primary-school report book (học bạ). Nobody in it exists."""

HEADING = {
    "department": "SỞ GIÁO DỤC VÀ ĐÀO TẠO THÀNH PHỐ VÍ DỤ",
    "school": "Trường Tiểu học Hoa Sen",
    "place": "Thành phố Ví Dụ",
    "year": "2026-2027",
    "class": "1A",
    "date": "ngày 28 tháng 5 năm 2027",
}

PUPIL = [
    ("name", "Họ và tên học sinh", "Lê Ngọc Bảo Châu"),
    ("sex", "Giới tính", "Nữ"),
    ("born", "Ngày, tháng, năm sinh", "14/09/2020"),
    ("ethnicity", "Dân tộc", "Kinh"),
    ("nationality", "Quốc tịch", "Việt Nam"),
    ("birthplace", "Nơi sinh", "Thành phố Ví Dụ"),
    ("home", "Nơi ở hiện nay", "12 đường Ví Dụ, Phường Mẫu, Thành phố Ví Dụ"),
    ("mother", "Họ và tên mẹ", "Phạm Thu Hà"),
    ("father", "Họ và tên cha", "Lê Hoàng Nam"),
]

# Subject, level (T: hoàn thành tốt, H: hoàn thành, C: chưa hoàn thành), mark of the periodic test, the teacher's words.
SUBJECTS = [
    ("Tiếng Việt", "T", "9", "Đọc trôi chảy, viết đúng cỡ chữ; kể lại được câu chuyện ngắn."),
    ("Toán", "T", "10", "Cộng, trừ thành thạo trong phạm vi 100; nhận biết tốt hình khối."),
    ("Đạo đức", "T", "", "Lễ phép, biết giúp đỡ bạn."),
    ("Tự nhiên và Xã hội", "T", "", "Ham tìm hiểu cây cối và con vật quanh em."),
    ("Giáo dục thể chất", "H", "", "Thực hiện đúng động tác, cần mạnh dạn hơn."),
    ("Nghệ thuật (Âm nhạc)", "T", "", "Hát đúng giai điệu, có cảm nhận nhịp điệu."),
    ("Nghệ thuật (Mĩ thuật)", "H", "", "Biết phối màu, cần hoàn thành bài đúng giờ."),
    ("Hoạt động trải nghiệm", "T", "", "Tích cực tham gia hoạt động của lớp."),
]

# T: tốt, Đ: đạt, C: cần cố gắng.
QUALITIES = [("Yêu nước", "T"), ("Nhân ái", "T"), ("Chăm chỉ", "T"), ("Trung thực", "T"), ("Trách nhiệm", "Đ")]
ABILITIES = [
    ("Tự chủ và tự học", "T"), ("Giao tiếp và hợp tác", "Đ"), ("Giải quyết vấn đề và sáng tạo", "T"),
    ("Ngôn ngữ", "T"), ("Tính toán", "T"), ("Khoa học", "T"), ("Thẩm mĩ", "Đ"), ("Thể chất", "Đ"),
]

CONCLUSION = [
    ("attendance", "Số buổi nghỉ học", "2 (có phép)"),
    ("result", "Kết quả giáo dục", "Hoàn thành tốt"),
    ("award", "Khen thưởng", "Học sinh tiêu biểu hoàn thành tốt trong học tập và rèn luyện"),
    ("promotion", "Xác nhận", "Hoàn thành chương trình lớp Một; được lên lớp Hai"),
]

SIGNERS = [("Giáo viên chủ nhiệm", "Nguyễn Thị Hạnh"), ("Hiệu trưởng", "Trần Văn Bình")]
NOTICE = "Ví dụ hư cấu: học sinh, trường và mọi nhận xét đều không có thật."
