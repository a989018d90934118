"""Takes an address about indicators; gives its view."""

from django.urls import path

from xietong_web.measuring import board_views, collection_views, defining_views, mapping_views, views

app_name = "measuring"
urlpatterns = [
    path("map/", mapping_views.area_map, name="area_map"),
    path("map/<slug:key>/withdraw/", mapping_views.withdraw, name="area_map_withdraw"),
    path("plans/<slug:plan_uid>/indicators/", views.indicators, name="indicators"),
    path("plans/<slug:plan_uid>/indicators/new/", defining_views.define, name="define"),
    path("plans/<slug:plan_uid>/indicators/<slug:indicator>/", views.indicator, name="indicator"),
    path("plans/<slug:plan_uid>/indicators/<slug:indicator>/define/", defining_views.redefine, name="redefine"),
    path("plans/<slug:plan_uid>/indicators/<slug:indicator>/pieces/", views.pieces, name="pieces"),
    path("plans/<slug:plan_uid>/indicators/<slug:indicator>/set/", defining_views.set_a_value, name="set"),
    path("plans/<slug:plan_uid>/indicators/<slug:indicator>/withdraw/", defining_views.withdraw, name="withdraw"),
    path("plans/<slug:plan_uid>/pictures/<slug:kind>/numbers/", views.numbers, name="numbers"),
    path("plans/<slug:plan_uid>/pictures/<slug:kind>/<slug:form>/", views.picture, name="picture"),
    path("plans/<slug:plan_uid>/regions/<slug:code>/", views.region, name="region"),
    path("plans/<slug:plan_uid>/comparison/", views.comparison, name="comparison"),
    path("plans/<slug:plan_uid>/boards/", board_views.boards, name="boards"),
    path("plans/<slug:plan_uid>/boards/make/", board_views.make, name="board_make"),
    path("plans/<slug:plan_uid>/boards/<slug:key>/", board_views.board, name="board"),
    path("plans/<slug:plan_uid>/boards/<slug:key>/arrange/", board_views.arrange, name="board_arrange"),
    path("plans/<slug:plan_uid>/collection/", collection_views.collection, name="collection"),
    path("plans/<slug:plan_uid>/collection/new/", defining_views.open_set, name="open_set"),
    # A data set is changed and its file comes in here: above the periods, which would take the word for one of theirs.
    path("data-sets/<slug:key>/receive/", collection_views.receive, name="receive"),
    path("data-sets/<slug:key>/change/", defining_views.change_set, name="change_set"),
    path("data-sets/<slug:key>/<slug:period>/", collection_views.period_sheet, name="period"),
    path("data-sets/<slug:key>/<slug:period>/begin/", collection_views.begin, name="begin"),
    path("data-sets/<slug:key>/<slug:period>/bulk/", collection_views.bulk, name="bulk"),
    path("data-sets/<slug:key>/<slug:period>/workbook/", collection_views.workbook, name="workbook"),
    path("data-sets/<slug:key>/received/<slug:sha256>/", collection_views.preview, name="preview"),
    path("data-sets/<slug:key>/received/<slug:sha256>/take/", collection_views.take, name="take"),
    path("submissions/<slug:key>/", collection_views.submission, name="submission"),
    path("submissions/<slug:key>/check/", collection_views.check, name="check"),
    path("submissions/<slug:key>/fill/", collection_views.fill, name="fill"),
    path("submissions/<slug:key>/<slug:what>/", collection_views.act, name="submission_act"),
]
