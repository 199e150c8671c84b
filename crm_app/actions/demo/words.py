"""The words that demo data is made of."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

CITIES: Final = (
    '北京', '上海', '广州', '深圳', '杭州', '南京', '苏州', '武汉', '成都', '重庆', '西安', '长沙',
    '郑州', '青岛', '天津', '宁波', '合肥', '福州', '厦门', '济南', '东莞', '佛山', '无锡', '昆明', '大连',
)  # fmt: skip
INDUSTRIES: Final = ('制造业', '信息技术', '批发零售', '建筑装饰', '餐饮住宿', '物流运输', '教育培训', '医疗健康')
TRADES: Final = ('科技', '网络', '贸易', '商贸', '机电', '建材', '食品', '物流', '教育', '医疗器械', '文化传播', '实业')
SURNAMES: Final = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁'
GIVEN: Final = (
    '伟', '芳', '娜', '敏', '静', '丽', '强', '磊', '军', '洋', '勇', '艳', '杰', '娟', '涛', '明',
    '超', '秀英', '霞', '平', '刚', '桂英', '建国', '建华', '志强', '海燕', '晓明', '文', '慧', '宇', '浩然', '子涵',
    '欣怡', '梓轩',
)  # fmt: skip
FOLLOW_UPS: Final = (
    '电话沟通，对方对产品感兴趣，需要报价',
    '已发送报价单，等待对方内部讨论',
    '上门拜访，见到负责人，演示了产品',
    '微信联系，对方近期较忙，下周再联系',
    '对方希望了解售后服务，已作说明',
    '讨论合同条款，价格需要再商量',
    '未接电话，改日再打',
)


@cache
def short_names() -> tuple[str, ...]:
    """Return short names of companies; the first line of the file says what it is."""
    text = files('crm_app.data').joinpath('static/company-short-names.txt').read_text('utf-8')
    return tuple(line for line in text.splitlines()[1:] if line)
