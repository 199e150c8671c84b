from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Thread

from crm_app.data.news import News
from crm_app.rules.fields import Entity
from crm_app.view_models.hub import Hub, merged


class Listener:
    """A watcher that keeps what it hears."""

    def __init__(self, entity: Entity = Entity.CUSTOMER, wants: Callable[[News], bool] = lambda _news: True) -> None:
        self.entity = entity
        self.wants = wants
        self.heard: list[News] = []

    def deliver(self, news: News) -> None:
        self.heard.append(news)


def of(*ids: int, by: int | None = 1, entity: Entity = Entity.CUSTOMER) -> News:
    return News({entity: frozenset(ids)}, {}, by)


async def settle() -> None:
    await asyncio.sleep(0.08)


async def test_news_from_threads_arrive_gathered() -> None:
    hub, listener = Hub(), Listener()
    hub.attach()
    hub.add(listener)
    threads = [Thread(target=hub.publish, args=(of(ident),)) for ident in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    await settle()
    assert [news.ids for news in listener.heard] == [{Entity.CUSTOMER: frozenset(range(5))}]


async def test_only_who_wants_them_hears_the_news() -> None:
    hub = Hub()
    hub.attach()
    others, unwilling, gone, listener = Listener(Entity.MEMBER), Listener(wants=lambda _: False), Listener(), Listener()
    for one in (others, unwilling, gone, listener):
        hub.add(one)
    hub.remove(gone)
    hub.remove(gone)
    hub.publish(of(1))
    await settle()
    assert [len(one.heard) for one in (others, unwilling, gone, listener)] == [0, 0, 0, 1]
    assert len(hub) == 3


async def test_one_broken_page_does_not_silence_the_others() -> None:
    def broken(_news: News) -> bool:
        raise RuntimeError

    hub, listener = Hub(), Listener()
    hub.attach()
    hub.add(Listener(wants=broken))
    hub.add(listener)
    hub.publish(of(1))
    await settle()
    hub.publish(of(2))
    await settle()
    assert len(listener.heard) == 2


def test_before_the_start_nobody_hears() -> None:
    Hub().publish(of(1))


def test_merged_news_name_who_only_where_it_was_one() -> None:
    assert merged([of(1), of(2)]).by == 1
    assert merged([of(1), of(2, by=2)]).by is None


def test_merged_news_count_bursts() -> None:
    burst = News({}, {Entity.CUSTOMER: 700}, 1)
    assert merged([of(1, 2), burst, burst]) == News({}, {Entity.CUSTOMER: 1402}, 1)
