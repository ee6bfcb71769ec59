"""What a workbook (Office Open XML) is called where it is sent."""

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
